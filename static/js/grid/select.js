/* A rectangle of cells: Shift with the arrows, Home, End or a click, Ctrl+A, or dragging; whole rows and columns by
   Space with Shift or Ctrl, or by a click with one of these on a heading. Escape drops it. What is folded, filtered
   away or does not apply is not part of it. Copying takes what is selected. */

import * as grid from "./grid.js";

const { words, place, isCell } = grid;
const EDGES = ["sel-t", "sel-b", "sel-l", "sel-r"];
let anchor = null;
let extent = null;
let block = []; // the selected cells, an array a row
let drawn = new Map(); // those that show it, each with the edges it is at
let extending = false;

const rowOf = (cell) => cell.parentElement;
const open = (tr) => tr.id && !tr.classList.contains("na");
export const rows = () => grid.shownRows().filter(open);
export const many = () => block.length > 1 || block[0]?.length > 1;
export const selected = () => (many() ? block : [[grid.current]]);
const clamp = (value, last) => Math.max(0, Math.min(last, value));

/* Touch the cells that differ from before, and no other: a selection may be the whole matrix, and grow by a row. */
function draw(cells = new Map()) {
  for (const cell of drawn.keys()) {
    if (cells.has(cell)) continue;
    cell.classList.remove("sel", ...EDGES);
    cell.removeAttribute("aria-selected");
  }
  for (const [cell, edges] of cells) {
    if (drawn.get(cell) === edges) continue;
    cell.setAttribute("aria-selected", "true");
    cell.classList.add("sel");
    for (const [at, edge] of EDGES.entries()) cell.classList.toggle(edge, edges[at] === "1");
  }
  drawn = cells;
}

function drop() {
  draw();
  anchor = extent = null;
  block = [];
}

/* Columns have been hidden: a letter would go where nobody sees it. */
export const dropHidden = () => block.flat().some(grid.isAway) && drop();

/* The rectangle between the cell where it began and the one where it ends. */
function mark() {
  const shown = rows();
  const [top, bottom] = [shown.indexOf(rowOf(anchor)), shown.indexOf(rowOf(extent))].sort((a, b) => a - b);
  const [left, right] = [anchor.cellIndex, extent.cellIndex].sort((a, b) => a - b);
  const inside = (cell) => cell.cellIndex >= left && cell.cellIndex <= right;
  block = shown.slice(top, bottom + 1).map((tr) => grid.cellsOf(tr).filter(inside));
  if (!many()) return draw();
  draw(
    new Map(
      block.flatMap((cells, at) =>
        cells.map((cell, column) => {
          const edges = [!at, at === block.length - 1, !column, column === cells.length - 1];
          return [cell, edges.map(Number).join("")];
        }),
      ),
    ),
  );
  say(words.size.replace("%(rows)s", block.length).replace("%(columns)s", block[0].length));
}

export const say = (text) => {
  document.getElementById("live").textContent = text;
};

function extend(to, from = anchor ?? grid.current) {
  if (!isCell(from) || !open(rowOf(from)) || !isCell(to) || !open(rowOf(to))) return;
  [anchor, extent] = [from, to];
  mark();
  extending = true;
  grid.go(to);
  extending = false;
}

/* One step, or with Ctrl as far as it goes. */
function step(down, right, far) {
  const from = extent ?? grid.current;
  if (!isCell(from) || !open(rowOf(from))) return;
  const shown = rows();
  const row = clamp(shown.indexOf(rowOf(from)) + (far ? down * shown.length : down), shown.length - 1);
  const columns = grid.cellsOf(rowOf(from));
  const to = columns.indexOf(from) + (far ? right * columns.length : right);
  extend(shown[row].cells[columns[clamp(to, columns.length - 1)].cellIndex]);
}

function toEnd(last, all) {
  const from = extent ?? grid.current;
  if (!isCell(from)) return;
  const tr = all ? rows().at(last ? -1 : 0) : rowOf(from);
  if (tr) extend(grid.cellsOf(tr).at(last ? -1 : 0));
}

/* All between two cells; the focus stays where it is, or goes to the first of them. No cell where no column shows. */
function take(first, last) {
  if (!first) return;
  [anchor, extent] = [first, last];
  mark();
  extent = block.flat().includes(grid.current) ? grid.current : first;
  extending = true;
  grid.go(extent);
  extending = false;
}

function everything() {
  const shown = rows();
  if (shown.length) take(grid.cellsOf(shown[0])[0], grid.cellsOf(shown.at(-1)).at(-1));
}

/* The rows between two of them, or the columns: all that is shown of these. */
export function takeRows(from, to = from) {
  const ends = [from, to].filter(open).sort((a, b) => a.rowIndex - b.rowIndex);
  if (ends.length === 2) take(grid.cellsOf(ends[0])[0], grid.cellsOf(ends[1]).at(-1));
}

export function takeColumns(from, to = from) {
  const shown = rows();
  if (shown.length) take(shown[0].cells[Math.min(from, to)], shown.at(-1).cells[Math.max(from, to)]);
}

/* The rows or columns of what is selected, of the cell or of the heading under hand. */
function whole(columns) {
  const [first, last] = isCell(grid.current)
    ? [selected()[0][0], selected().at(-1).at(-1)]
    : [grid.current, grid.current];
  if (columns && first.cellIndex > 1) takeColumns(first.cellIndex, last.cellIndex);
  if (!columns && rowOf(first).id) takeRows(rowOf(first), rowOf(last));
}

const KEYS = {
  ArrowDown: (far) => step(1, 0, far),
  ArrowUp: (far) => step(-1, 0, far),
  ArrowRight: (far) => step(0, 1, far),
  ArrowLeft: (far) => step(0, -1, far),
  PageDown: () => step(10, 0),
  PageUp: () => step(-10, 0),
  Home: (far) => toEnd(false, far),
  End: (far) => toEnd(true, far),
};

place.addEventListener("keydown", (event) => {
  if (event.altKey || !(isCell(event.target) || grid.isHeading(event.target))) return;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === " " && control !== event.shiftKey) whole(control);
  else if (event.shiftKey && KEYS[event.key]) KEYS[event.key](control);
  else if (control && !event.shiftKey && event.key.toLowerCase() === "a") everything();
  else if (event.key === "Escape" && many()) drop();
  else return;
  event.preventDefault();
});
place.addEventListener("focusin", (event) => {
  if (!extending && event.target !== extent) drop();
});

function takeHeading(heading, from) {
  if (heading.cellIndex > 1) takeColumns(from.cellIndex, heading.cellIndex);
  else takeRows(rowOf(from), rowOf(heading));
}

/* Dragging with a mouse or a pen; a finger scrolls. A drag that ends where it began is no click. */
let start = null;
let dragged = false;
place.addEventListener("pointerdown", (event) => {
  const cell = event.target.closest("td");
  dragged = false;
  start = event.button === 0 && event.pointerType !== "touch" && !event.shiftKey && isCell(cell) ? cell : null;
});
place.addEventListener("mousedown", (event) => {
  // or it would move the focus first
  if (event.shiftKey && (isCell(event.target.closest("td")) || grid.headingAt(event.target))) event.preventDefault();
});
place.addEventListener("pointermove", (event) => {
  const cell = start && event.buttons & 1 ? event.target.closest("td") : null;
  if (!isCell(cell) || cell === (dragged ? extent : start)) return;
  dragged = true;
  document.dispatchEvent(new Event("matrix:drag"));
  extend(cell, start);
});
addEventListener("pointerup", () => {
  start = null;
});
place.addEventListener(
  "click",
  (event) => {
    const cell = event.target.closest("td");
    const heading = grid.headingAt(event.target);
    if (dragged) event.stopPropagation();
    else if (event.shiftKey && isCell(cell)) {
      event.stopPropagation();
      extend(cell);
    } else if (heading && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      event.stopPropagation();
      takeHeading(heading, event.shiftKey && isCell(grid.current) ? (anchor ?? grid.current) : heading);
    }
    dragged = false;
  },
  true,
);

/* What a spreadsheet understands: tabs and lines, and a table for those who read HTML. */
export function copy(event) {
  if (!isCell(document.activeElement) || !getSelection().isCollapsed) return false;
  const taken = selected();
  event.clipboardData.setData("text/plain", taken.map((cells) => cells.map(grid.shownIn).join("\t")).join("\r\n"));
  const lines = taken.map((cells) => `<tr>${cells.map((cell) => `<td>${grid.shownIn(cell)}</td>`).join("")}</tr>`);
  event.clipboardData.setData("text/html", `<table>${lines.join("")}</table>`);
  event.preventDefault();
  say(words.copied.replace("%(rows)s", taken.length).replace("%(columns)s", taken[0].length));
  return true;
}
document.addEventListener("copy", copy);

document.addEventListener("htmx:afterSwap", () => {
  if (anchor && !anchor.isConnected) drop();
});
