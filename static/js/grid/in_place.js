/* A small form over the grid, where what it is about stands: a title, a text, a holder, a new row or column. It stays
   when the grid comes anew under it. Enter and a click elsewhere save what was typed, Escape gives it up. */

import * as grid from "./grid.js";
import * as menu from "./menu.js";
import * as save from "./save.js";

const { words, place } = grid;
const pop = document.getElementById("in-place");
let from = null; // duty and position where it was opened, to go back to

const form = () => pop.querySelector("form");
const fields = () => [...pop.querySelectorAll("input:not([type=hidden]), textarea")];
const typed = () => fields().some((field) => field.value !== field.defaultValue);

/* Open at once, so that no key goes to the grid any more, also before there is a field to take it. */
function show(element, over = true) {
  pop.showPopover();
  menu.put(pop, element, over);
  (fields()[0] ?? pop).focus();
  fields()[0]?.select();
}

/* The form at this address, over an element. One given up before it has come stays away. */
export async function open(url, element) {
  from = [grid.dutyOf(grid.current), grid.positionOf(grid.current)];
  const room = document.createElement("div");
  room.append(grid.coming());
  pop.replaceChildren(room);
  show(element);
  await save.idle();
  await htmx.ajax("GET", url, { target: room, swap: "innerHTML" }).catch(() => {});
  if (!room.isConnected || !pop.matches(":popover-open")) return undefined;
  if (form()) return show(element);
  close();
  return save.warn(words.unanswered);
}

/* The words of a heading. */
export function rename(element) {
  const duty = grid.dutyOf(element);
  open(duty ? `duties/${duty}/text/` : `positions/${grid.positionOf(element)}/title/`, element);
}

/* The form of a new row or column, which the page holds already. */
function openNew(url, element, over) {
  from = [grid.dutyOf(grid.current), grid.positionOf(grid.current)];
  const kind = url.includes("duties/") ? "new-duty" : "new-position";
  pop.replaceChildren(document.getElementById(kind).content.cloneNode(true));
  form().setAttribute("hx-post", url);
  htmx.process(pop);
  show(element, over);
}

/* A duty below the one of a cell or a heading. */
export const add = (element) =>
  openNew(`duties/add/?after=${grid.dutyOf(element)}`, grid.find(grid.dutyOf(element)), false);

function close() {
  pop.hidePopover();
  if (from) grid.go(grid.find(...from) ?? grid.current);
}

pop.popover = "manual";
pop.hidden = false; // as a popover it stays out of sight until it is shown
place.addEventListener("click", (event) => {
  const link = event.target.closest("a.add");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  grid.go(link);
  openNew(link.href.replace("/new/", "/add/"), link);
});
place.addEventListener("keydown", (event) => {
  const asked = event.key === "Insert" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
  if (!asked || event.altKey || event.shiftKey || !grid.dutyOf(event.target)) return;
  event.preventDefault();
  add(event.target);
});
pop.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && !event.isComposing && event.target.matches("input, textarea"))
    form().requestSubmit();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
pop.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
});
document.addEventListener("pointerdown", (event) => {
  if (!pop.matches(":popover-open") || pop.contains(event.target)) return;
  from = null; // to where the press goes
  if (typed()) form().requestSubmit();
  else close();
});
pop.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.verb === "post" && detail.xhr.status < 300) close();
});
pop.addEventListener("htmx:afterSettle", () => fields()[0]?.focus());
