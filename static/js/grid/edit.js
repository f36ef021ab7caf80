/* Editing by key and by picker. Letters act only while the grid has the focus; Shift is read from the event,
   not from the letter, because of Caps Lock. */

import * as bulk from "./bulk.js";
import * as comments from "./comments.js";
import * as grid from "./grid.js";
import * as menu from "./menu.js";
import * as save from "./save.js";
import * as selection from "./select.js";

const { place, isCell } = grid;
const picker = document.getElementById("picker");
const choices = () => [...picker.querySelectorAll("[role^=menuitem]")]; // asked anew: RASCI may come meanwhile

const editable = (cell) => isCell(cell) && !cell.parentElement.classList.contains("na");

/* The letter a key stands for, "" to clear, undefined for a key that is none. */
function letterFor(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === "Delete" || event.key === "Backspace") return "";
  const key = event.key.toUpperCase();
  if (event.shiftKey) return key === "A" || key === "R" ? "AR" : undefined;
  return key.length === 1 && grid.letters().includes(key) ? key : undefined;
}

let of = []; // duty and position of the cell under the picker: the current place may become another one

function open(cell) {
  if (!editable(cell)) return;
  of = [grid.dutyOf(cell), grid.positionOf(cell)];
  picker.hidden = false;
  cell.classList.add("picking");
  document.getElementById("picker-title").textContent = `${grid.codeOf(cell)} · ${grid.titleOf(cell)}`;
  menu.put(picker, cell);
  const held = grid.letterOf(cell);
  const items = choices();
  for (const item of items) {
    if ("letter" in item.dataset) item.setAttribute("aria-checked", String(item.dataset.letter === held));
  }
  (items.find((item) => item.dataset.letter === held) ?? items[0]).focus();
}

function shut() {
  picker.hidden = true;
  place.querySelector(".picking")?.classList.remove("picking");
}

function close() {
  shut();
  grid.go(grid.find(...of) ?? grid.current);
}

function put(letter) {
  if (selection.many()) bulk.put(letter);
  else save.set(grid.current, letter);
}

function choose(letter) {
  close();
  if (grid.current === grid.find(...of)) put(letter);
}

function comment() {
  close();
  comments.openCell(grid.current);
}

function history(event) {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return false;
  const name = key === "y" || event.shiftKey ? "redo" : "undo";
  save.idle().then(() => document.querySelector(`#history [form="${name}-form"]`)?.click());
  return true;
}

place.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  const onCell = event.target === grid.current && editable(event.target);
  const letter = onCell ? letterFor(event) : undefined;
  if (history(event)) event.preventDefault();
  else if (onCell && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
    event.preventDefault();
    bulk.fillDown();
  } else if (letter !== undefined) {
    event.preventDefault();
    put(letter);
  } else if (
    onCell &&
    ["Enter", "F2", " "].includes(event.key) &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.shiftKey
  ) {
    event.preventDefault();
    open(event.target);
  }
});
place.addEventListener("click", (event) => {
  const cell = event.target.closest("td");
  shut();
  if (isCell(cell)) open(cell);
});
picker.addEventListener("click", (event) => {
  const item = event.target.closest("[data-letter]");
  if (item) choose(item.dataset.letter);
  else if (event.target.closest("[data-talk]")) comment();
});
picker.addEventListener("keydown", (event) => {
  const letter = letterFor(event);
  if (event.key === "Escape" || event.key === "Tab") close();
  else if (letter !== undefined) choose(letter);
  else if (event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey && !event.altKey) comment();
  else if (!menu.walk(choices(), event.key)) return;
  event.preventDefault();
});
document.addEventListener("matrix:drag", shut);
/* Its letters, or the grid under it, have come anew. */
document.addEventListener("htmx:afterSettle", () => {
  if (picker.hidden || picker.contains(document.activeElement)) return;
  shut();
  open(grid.find(...of));
});
document.addEventListener("pointerdown", (event) => {
  if (!picker.hidden && !picker.contains(event.target) && !event.target.closest("#grid td")) shut();
});
