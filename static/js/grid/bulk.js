/* Many cells at once: a letter into a selection, a block from a spreadsheet, the first row filled down.
   Each is one request, made whole or not at all, and one step to undo; the server previews what overwrites. */

import * as grid from "./grid.js";
import * as save from "./save.js";
import * as selection from "./select.js";

const { words, isCell, letterOf } = grid;
const { say } = selection;
const LIMIT = 25_000; // cells, as on the server
const LONGEST = 100; // of a text that may say a letter, as on the server
const LONGEST_HEADING = 501; // of one that may be a duty's or a title: one more than fits, which the server tells
const HEAVIEST = 900_000; // bytes of a request

/* What a text will be where it is a letter as this page itself writes it; undefined when the server must read it. */
function letterIn(text, offered) {
  const letter = text === "A/R" ? "AR" : text;
  return offered.includes(letter) ? letter : undefined;
}

/* Lay texts over cells, both as rows; what fills empty cells, or only clears, shows at once. Texts that reach beyond
   the cells go to rows and columns that the matrix lacks. */
function send(block, texts) {
  const offered = grid.letters();
  const rows = block.map((row, at) =>
    row.map((cell, column) => save.change(cell, letterIn(texts[at][column], offered))),
  );
  const cells = rows.flat();
  const beyond = texts.length > block.length || texts[0].length > block[0].length;
  if (!beyond && cells.every((change) => change.letter === change.seen)) return say(words.unchanged);
  const json = JSON.stringify({
    positions: texts[0].map((_, column) => idOf(rows[0][column]?.position)),
    rows: texts.map((row, at) => [
      idOf(rows[at]?.[0].duty),
      row.map((text, column) => text.slice(0, at && column ? LONGEST : LONGEST_HEADING)),
      row.map((_, column) => rows[at]?.[column]?.seen ?? ""),
    ]),
  });
  const count = texts.length * texts[0].length;
  if (count > LIMIT || encodeURIComponent(json).length > HEAVIEST) return save.warn(words.large, cells);
  const clears = cells.every((change) => change.letter === "");
  const fills = cells.every((change) => change.letter !== undefined && ["", change.letter].includes(change.seen));
  return save.block(cells, json, !beyond && (clears || fills));
}

const idOf = (text) => (text === undefined ? null : Number(text));

/* One letter into every selected cell. */
export function put(letter) {
  const block = selection.selected();
  send(
    block,
    block.map((row) => row.map(() => letter)),
  );
}

/* The rows of a spreadsheet: tabs between cells, quotes around those that hold tabs, lines or quotes. A line ends as it
   does on any system, also with CR alone. */
function parse(pasted) {
  const text = pasted.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n");
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const row = rows.at(-1);
    const char = text[at];
    if (quoted && char === '"' && text[at + 1] === '"') {
      row[row.length - 1] += char;
      at += 1;
    } else if (char === '"' && (quoted || row.at(-1) === "")) quoted = !quoted;
    else if (quoted) row[row.length - 1] += char;
    else if (char === "\t") row.push("");
    else if (char === "\n") rows.push([""]);
    else row[row.length - 1] += char;
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && !rows.at(-1)[0]) rows.pop();
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
}

/* A block lies down from the first selected cell, and repeats where the selection holds it several times. */
function lay(texts) {
  const block = selection.selected();
  const [height, width] = [texts.length, texts[0].length];
  if (!(block.length % height) && !(block[0].length % width)) {
    return send(
      block,
      block.map((row, at) => row.map((_, column) => texts[at % height][column % width])),
    );
  }
  const shown = selection.rows();
  const first = shown.indexOf(block[0][0].parentElement);
  const left = grid.cellsOf(shown[first]).indexOf(block[0][0]);
  const rows = shown.slice(first, first + height).map((tr) => grid.cellsOf(tr).slice(left, left + width));
  return send(rows, texts);
}

/* The first selected row into those below it; a single row takes the one above. */
export function fillDown() {
  const block = selection.selected();
  const shown = selection.rows();
  const above = block.length > 1 ? block[0] : shown[shown.indexOf(block[0][0].parentElement) - 1];
  if (!above) return;
  const source = block.length > 1 ? above : block[0].map((cell) => above.cells[cell.cellIndex]);
  const rows = block.length > 1 ? block.slice(1) : block;
  send(
    rows,
    rows.map(() => source.map(letterOf)),
  );
}

const ready = () => isCell(document.activeElement) && !document.activeElement.closest(".na");

document.addEventListener("paste", (event) => {
  const text = ready() ? event.clipboardData.getData("text/plain") : "";
  if (!text) return;
  event.preventDefault();
  lay(parse(text));
});
document.addEventListener("cut", (event) => {
  if (ready() && selection.copy(event)) put("");
});
/* A large change comes back as the grid itself. */
document.addEventListener("grid-reload", () => {
  const release = grid.hold();
  grid.place.addEventListener(
    "htmx:afterSettle",
    () => {
      release();
      if (isCell(document.activeElement)) grid.go(document.activeElement);
    },
    { once: true },
  );
  htmx.trigger(document.querySelector("form.bar"), "submit");
});
document.addEventListener(
  "close",
  (event) => {
    if (event.target.id === "bulk" && document.activeElement === document.body) grid.go(grid.current);
  },
  true,
);
