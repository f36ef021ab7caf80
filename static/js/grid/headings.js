/* The menus of the headings, one for columns and one for rows: by a click of either button, Enter or Space; F2
   renames. */

import * as comments from "./comments.js";
import * as grid from "./grid.js";
import * as inPlace from "./in_place.js";
import * as layout from "./layout.js";
import * as menu from "./menu.js";
import { move } from "./move.js";
import * as selection from "./select.js";

const { place } = grid;
const menus = { row: document.getElementById("row-menu"), column: document.getElementById("column-menu") };
let duty = ""; // of which the menu is, or else
let position = "";

const heading = () => grid.find(duty, position);
const itemsOf = (pop) => [...pop.querySelectorAll("[role=menuitem]")].filter((item) => !item.hidden);
const said = (element) => element.textContent.replaceAll("\u00ad", "");

/* What the links and forms of the menu are about. */
const pathOf = (item) => item.dataset.path.replace(/\b0\b/, duty || position);

function open(element) {
  [duty, position] = [grid.dutyOf(element), grid.positionOf(element)];
  const pop = duty ? menus.row : menus.column;
  pop.querySelector("p").textContent = said(element.querySelector(duty ? ".duty > :last-child" : ".pos"));
  const applies = !element.closest(".na");
  for (const item of pop.querySelectorAll("[data-if]")) item.hidden = (item.dataset.if === "applies") !== applies;
  for (const link of pop.querySelectorAll("a[data-path]")) link.href = pathOf(link);
  pop.showPopover();
  menu.put(pop, element);
  itemsOf(pop)[0].focus();
}

function close() {
  for (const pop of Object.values(menus)) pop.hidePopover();
  grid.go(heading());
}

/* The focus goes to the next column that is shown. */
function hide() {
  const { cellIndex } = heading();
  layout.turn("hidden", position);
  const shown = [...grid.headings()].filter((th) => th.dataset.position && !grid.isAway(th));
  grid.go(shown.find((th) => th.cellIndex > cellIndex) ?? shown.at(-1) ?? grid.current);
}

const ACTS = {
  form: (item) => inPlace.open(pathOf(item), heading()),
  talk: () => comments.openCell(heading()),
  hide,
  pin: () => layout.turn("pinned", position),
  below: () => inPlace.add(heading()),
  step: (item) => move(duty, position, { step: item.dataset.step }),
  select: () => (duty ? selection.takeRows(heading().parentElement) : selection.takeColumns(heading().cellIndex)),
};

place.addEventListener("click", (event) => {
  const element = grid.headingAt(event.target);
  if (element && getSelection().isCollapsed) open(element);
});
place.addEventListener("contextmenu", (event) => {
  const element = grid.headingAt(event.target);
  if (!element) return;
  event.preventDefault();
  grid.go(element);
  open(element);
});
place.addEventListener("keydown", (event) => {
  const alone = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (!alone || !grid.isHeading(event.target)) return;
  if (event.key === "Enter" || event.key === " ") open(event.target);
  else if (event.key === "F2") inPlace.rename(event.target);
  else return;
  event.preventDefault();
});
place.addEventListener("focusin", (event) => {
  if (grid.isHeading(event.target)) event.target.setAttribute("aria-haspopup", "menu");
});
for (const pop of Object.values(menus)) {
  pop.popover = "auto";
  pop.hidden = false; // as a popover it stays out of sight until it is shown
  pop.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === " ") document.activeElement.click();
    else if (!menu.walk(itemsOf(pop), event.key)) return;
    event.preventDefault();
  });
  pop.addEventListener("click", (event) => {
    const item = event.target.closest("[data-do]");
    if (!item) return;
    close();
    ACTS[item.dataset.do](item);
  });
}
