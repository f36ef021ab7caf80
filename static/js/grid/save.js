/* Letters on their way to the server: one request at a time, in order, and none is lost.
   A letter shows at once; a refusal puts the cell back as the server has it and is listed, a lost connection keeps
   the letter and offers to try again. */

import * as grid from "./grid.js";
import * as refused from "./refused.js";

const { words, place } = grid;
const waiting = new Map(); // by cell: { duty, position, letter, seen, code }, or a block: { id, cells, json, shown }
const unsaved = new Map();
let flying = null;
const whenIdle = [];
let blocks = 0;

const key = (change) => change.id ?? `${change.duty}:${change.position}`;
const cellOf = (change) => grid.find(change.duty, change.position);

function show(change, letter = change.letter) {
  if (change.cells) {
    if (change.shown) for (const part of change.cells) show(part);
    return;
  }
  const cell = cellOf(change);
  if (!cell) return;
  const badge = letter && document.querySelector(`#picker [data-letter="${letter}"] .l`);
  cell.replaceChildren(...(badge ? [badge.cloneNode(true)] : []));
  if (cell === grid.current) grid.label(cell);
}

function paint(change, state) {
  for (const part of change.cells ?? []) paint(part, state);
  if (change.cells) return;
  const cell = cellOf(change);
  cell?.classList.toggle("saving", state === "saving");
  cell?.classList.toggle("unsaved", state === "unsaved");
}

/* What is asked of a cell. It was seen empty, or as the letter that goes to the server before this one. */
export function change(cell, letter) {
  const asked = {
    duty: grid.dutyOf(cell),
    position: grid.positionOf(cell),
    letter,
    seen: grid.letterOf(cell),
    code: grid.codeOf(cell),
    title: grid.titleOf(cell),
  };
  const lost = unsaved.get(key(asked));
  return lost ? { ...asked, seen: lost.seen } : asked;
}

/* Ask for many cells at once; with `shown` their letters show before the server has answered. */
export function block(cells, json, shown) {
  blocks += 1;
  const asked = { id: `block ${blocks}`, cells, json, shown };
  for (const part of cells) unsaved.delete(key(part));
  waiting.set(asked.id, asked);
  show(asked);
  paint(asked, "saving");
  tell();
  next();
}

/* Ask for a letter in a cell; a second thought replaces a first one that has not left yet. */
export function set(cell, letter) {
  const held = grid.letterOf(cell);
  const asked = change(cell, letter);
  const id = key(asked);
  if ([...unsaved.values()].some((other) => other.cells)) retry();
  const earlier = waiting.get(id) ?? unsaved.get(id);
  if (earlier) asked.seen = earlier.seen;
  else if (flying && key(flying) === id) asked.seen = flying.letter;
  else if (letter === held) return refused.settled([asked]); // what was refused there is wanted no longer
  unsaved.delete(id);
  waiting.set(id, asked);
  show(asked);
  next();
}

function post({ duty, position, letter, seen, json }) {
  return new Promise((resolve) => {
    place.addEventListener("htmx:afterRequest", (event) => resolve(event.detail.xhr.status), { once: true });
    const values = json ? { cells: json } : { duty, position, letter, seen };
    htmx
      .ajax("POST", json ? words.bulk : words.url, { source: place, target: "#news", swap: "innerHTML", values })
      .catch(() => {});
  });
}

async function next() {
  if (flying) return;
  const [id, change] = waiting.entries().next().value ?? [];
  if (!change) {
    for (const resolve of whenIdle.splice(0)) resolve();
    return;
  }
  waiting.delete(id);
  flying = change;
  paint(change, "saving");
  const before = refused.known();
  settle(change, await post(change), before);
  flying = null;
  tell();
  next();
}

function settle(change, status, before) {
  const later = waiting.get(key(change));
  const parts = change.cells ?? [change];
  paint(change, "");
  if (status >= 400 && status < 500) {
    refuse(change, status, later);
    refused.note(parts, before, status === 403 ? words.forbidden : status === 404 ? words.gone : "");
  } else if (status === 0 || status >= 500) {
    const kept = { ...change, letter: later?.letter ?? change.letter, lost: status === 0 };
    waiting.delete(key(change));
    unsaved.set(key(change), kept);
    show(kept);
    paint(kept, "unsaved");
  } else {
    refused.settled(parts);
    if (later) show(later);
  }
}

/* The cell as it was, or as the answer has drawn it. What was asked of it meanwhile is asked on its own: it was meant
   for the letter that stood there first. */
function refuse(change, status, later) {
  if (change.cells) putBack(change);
  else if (later && status !== 403) {
    later.seen = change.seen;
    show(later);
  } else {
    waiting.delete(key(change));
    if (status !== 409 && status !== 422) show(change, change.seen);
  }
}

/* The cells of a refused block as they were, but for what was asked of them since. */
function putBack(change) {
  for (const part of change.shown ? change.cells : []) if (!waiting.has(key(part))) show(part, part.seen);
}

export const warn = (text, cells) => refused.add(text, cells);

/* Which letters could not be saved, and a way to try again. */
function tell() {
  const box = document.getElementById("unsaved");
  const changes = [...unsaved.values()];
  box.hidden = !changes.length;
  if (!changes.length) return;
  const codes = [...new Set(changes.flatMap((change) => change.cells ?? [change]).map((part) => part.code))];
  const named = refused.shorten(codes);
  const text = (changes.some((change) => change.lost) ? words.lost : words.failed).replace("%(cells)s", named);
  if (box.querySelector("span").textContent !== text) box.querySelector("span").textContent = text;
}

function retry() {
  for (const [id, change] of unsaved) waiting.set(id, change);
  unsaved.clear();
  tell();
  next();
}

/* Done when nothing is on its way any more. */
export const idle = () =>
  flying || waiting.size ? new Promise((resolve) => whenIdle.push(resolve)) : Promise.resolve();

document.addEventListener("click", (event) => {
  if (event.target.closest("#unsaved button")) retry();
  if (event.target.closest("[data-dismiss]")) {
    document.getElementById("news").replaceChildren();
    grid.go(grid.current);
  }
});
addEventListener("online", () => idle().then(retry)); // what is under way may still fail for the lost connection
addEventListener("beforeunload", (event) => {
  if (flying || waiting.size || unsaved.size) event.preventDefault();
});
/* Undo, redo and repairs wait until the letters before them have arrived. */
document.addEventListener("htmx:confirm", (event) => {
  if (event.detail.verb !== "post" || event.target === place || !(flying || waiting.size)) return;
  event.preventDefault();
  idle().then(() => event.detail.issueRequest());
});
/* The server's own words for a request it could not read or a cell that is gone. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if ([400, 404].includes(xhr.status) && xhr.responseText.startsWith('<ul hx-swap-oob="')) {
    event.detail.shouldSwap = true;
  }
});
/* Letters that are not saved yet, shown over what the server has said of their cells. */
function remind() {
  grid.prepare();
  for (const change of [...waiting.values(), ...unsaved.values()]) show(change);
  for (const change of unsaved.values()) paint(change, "unsaved");
}
document.addEventListener("matrix:news", remind);
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === place) remind();
  if (document.activeElement === document.body && ["news", "grid"].includes(event.target.id) && grid.current) {
    grid.go(grid.current);
  }
});

/* A toast goes away by itself; what it offers stays in the header. */
let hide = 0;
new MutationObserver(() => {
  clearTimeout(hide);
  const toast = document.getElementById("toast");
  if (toast.firstChild) hide = setTimeout(() => toast.replaceChildren(), 10000);
}).observe(document.getElementById("toast"), { childList: true });
