/* A small form over the grid, where what it is about stands: a title, a text, a holder, a new row or column. It stays
   when the grid comes anew under it. Enter and a click elsewhere save what was typed, Escape gives it up. */

import * as grid from "./grid.js";
import * as menu from "./menu.js";
import * as save from "./save.js";

const { words, place } = grid;
const pop = document.getElementById("in-place");
let from = []; // duty and position where it was opened, to go back to

const form = () => pop.querySelector("form");
const fields = () => [...pop.querySelectorAll("input:not([type=hidden]), textarea")];
const typed = () => fields().some((field) => field.value !== field.defaultValue);
const path = (name, id) => words[name].replace("/0/", `/${id}/`);

/* The form at this address, over an element or below it. */
export async function open(url, element, over = true) {
  from = [grid.dutyOf(grid.current), grid.positionOf(grid.current)];
  await save.idle();
  pop.replaceChildren();
  await htmx.ajax("GET", url, { target: pop, swap: "innerHTML" }).catch(() => {});
  if (!form()) return save.warn(words.unanswered);
  pop.showPopover();
  menu.put(pop, element, over);
  fields()[0].focus();
  fields()[0].select();
}

/* The words of a heading. */
export function rename(element) {
  const duty = grid.dutyOf(element);
  open(duty ? path("text", duty) : path("title", grid.positionOf(element)), element);
}

/* A duty below the one of a cell or a heading. */
export const add = (element) =>
  open(`${words.addDuty}?after=${grid.dutyOf(element)}`, grid.find(grid.dutyOf(element)), false);

function close() {
  pop.hidePopover();
  grid.go(grid.find(...from) ?? grid.current);
}

place.addEventListener("click", (event) => {
  const link = event.target.closest("a.add");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  grid.go(link);
  open(link.href.replace("/new/", "/add/"), link);
});
place.addEventListener("keydown", (event) => {
  const asked = event.key === "Insert" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
  if (!asked || event.altKey || event.shiftKey || !grid.dutyOf(event.target)) return;
  event.preventDefault();
  add(event.target);
});
pop.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && event.target.matches("input, textarea")) form().requestSubmit();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
pop.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
});
document.addEventListener("pointerdown", (event) => {
  if (!pop.matches(":popover-open") || pop.contains(event.target)) return;
  if (typed()) form().requestSubmit();
  else pop.hidePopover();
});
pop.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.verb === "post" && detail.xhr.status < 300) close();
});
pop.addEventListener("htmx:afterSettle", () => fields()[0]?.focus());
