/* Letters that were not saved. Each is a line of a list, made by the server where it could answer, and a mark on its
   cell. Both stay until the line is read or the cell gets a letter that is saved; nothing else takes them away, not
   even leaving the page: the tab keeps them for this reader. */

import { anyLanguage, reader, store } from "../kept.js";
import * as grid from "./grid.js";

const { place } = grid;
const box = document.getElementById("refused");
const list = box.querySelector("ul");
const KEY = `refused ${reader} ${anyLanguage(location.pathname)}`;
const marked = new Set(); // cells that show it
let heard = new Set(); // lines that were announced
let wanted = ""; // the cell that a line leads to, until the filter that hid it is gone

const lines = () => [...list.children];
const cellsOf = (line) => (line.dataset.cells ?? "").split(" ").filter(Boolean);
const said = (element) => element.textContent.replace(/\s+/g, " ").trim();
const reasonOf = (line) => `${said(box.querySelector("h2"))}. ${said(line.querySelector("[data-reason]"))}`;
const find = (id) => grid.find(...id.split(":"));

/* One line a cell, the last one; the marks of the grid as it stands; and the words for those who hear. */
function arrange() {
  const newest = new Map();
  for (const line of lines()) {
    for (const id of cellsOf(line)) {
      if (newest.has(id) && cellsOf(newest.get(id)).length === 1) newest.get(id).remove();
      newest.set(id, line);
    }
  }
  const now = new Map();
  for (const [id, line] of newest) {
    const cell = find(id);
    if (cell) now.set(cell, reasonOf(line));
  }
  for (const cell of marked) if (!now.has(cell)) grid.note(cell, "refused", "");
  for (const [cell, reason] of now) grid.note(cell, "refused", reason);
  marked.clear();
  for (const cell of now.keys()) marked.add(cell);
  store(KEY, list.innerHTML.trim() || null);
  announce();
}

function announce() {
  const fresh = lines().filter((line) => !heard.has(line));
  heard = new Set(lines());
  if (fresh.length) fresh.at(-1).scrollIntoView({ block: "nearest" });
  if (fresh.length) document.getElementById("refused-said").textContent = fresh.map(reasonOf).join(" ");
}

/* A refusal in the words of the page, where the server had none; `cells` are the changes that it is about. */
export function add(text, cells = []) {
  const line = document.getElementById("refused-line").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-why]").textContent = text;
  line.dataset.cells = cells.map(({ duty, position }) => `${duty}:${position}`).join(" ");
  if (!cells.length) line.querySelector("[data-go]").remove();
  list.append(line);
  name(line, cells);
  arrange();
}

/* Which cells a line is about, where the server could not say. */
function name(line, cells) {
  const head = line.querySelector("[data-name]");
  if (head.textContent || !cells.length) return;
  const codes = [...new Set(cells.map((cell) => cell.code))];
  const [{ title, letter }] = cells;
  head.textContent = cells.length > 1 ? shorten(codes) : `${codes[0]} · ${title}`;
  const badge = cells.length === 1 && letter && document.querySelector(`#picker [data-letter="${letter}"] .l`);
  if (badge) line.querySelector("[data-asked]").replaceChildren(badge.cloneNode(true));
}

export const shorten = (codes) => codes.slice(0, 5).join(", ") + (codes.length > 5 ? "…" : "");

/* What an answer that refuses these changes has said of them; `otherwise` when it has said nothing. */
export function note(cells, before, otherwise) {
  const fresh = lines().filter((line) => !before.has(line));
  if (!fresh.length) return otherwise ? add(otherwise, cells) : undefined;
  for (const line of fresh) {
    line.dataset.cells ||= cells.map(({ duty, position }) => `${duty}:${position}`).join(" ");
    name(line, cells);
  }
  arrange();
}

export const known = () => new Set(lines());

/* These cells have got a letter that is saved. */
export function settled(cells) {
  if (!list.firstElementChild) return;
  const done = new Set(cells.map(({ duty, position }) => `${duty}:${position}`));
  for (const line of lines()) {
    const ids = cellsOf(line);
    const left = ids.filter((id) => !done.has(id));
    if (left.length === ids.length) continue;
    line.dataset.cells = left.join(" ");
    if (!left.length) line.remove();
  }
  arrange();
}

function dismiss(line) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  const focused = line.contains(document.activeElement);
  line.remove();
  arrange();
  if (!focused) return;
  if (next) next.querySelector("[data-read]").focus();
  else grid.go(grid.current);
}

function bring() {
  const cell = wanted && find(wanted);
  if (!cell) return;
  wanted = "";
  grid.unfold(cell);
  grid.go(cell);
}

/* To the cell of a line, also when the filter hides it. */
function goTo(line) {
  const form = document.querySelector("form.bar");
  [wanted = ""] = cellsOf(line);
  bring();
  if (!wanted) return;
  for (const field of form.querySelectorAll("input[type=search], select")) field.value = "";
  for (const field of form.querySelectorAll("input[type=checkbox]")) field.checked = false;
  htmx.trigger(form, "submit");
}

box.addEventListener("click", (event) => {
  const line = event.target.closest("li");
  if (event.target.closest("[data-read]")) dismiss(line);
  else if (event.target.closest("[data-go]")) goTo(line);
  else if (event.target.closest("[data-read-all]")) {
    list.replaceChildren();
    arrange();
    grid.go(grid.current);
  }
});
/* What the server offers has been taken: its line is done, whatever came of it; a new refusal is a new line. */
box.addEventListener("htmx:afterRequest", (event) => {
  const line = event.target.closest("li");
  const { status } = event.detail.xhr;
  if (!line || status === 0 || status >= 500) return;
  if (status < 400 || lines().at(-1) !== line) dismiss(line);
});
document.addEventListener("matrix:news", arrange);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target === place || lines().some((line) => !heard.has(line))) arrange();
  if (event.target === place) bring();
});

/* What was not read before the page was left; what the server offered is sent with the token of this page. */
const kept = store(KEY);
if (kept) {
  const { value } = document.querySelector("input[name=csrfmiddlewaretoken]");
  list.innerHTML = kept;
  for (const token of list.querySelectorAll("input[name=csrfmiddlewaretoken]")) token.value = value;
  arrange();
}
