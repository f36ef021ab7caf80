/* The matrix in company: every few seconds, while the page is seen, what others have changed since.
   The question takes its turn among the letters on their way, and an answer that crossed another request is
   thrown away and asked for again, so that an older picture never covers a newer one. */

import * as grid from "./grid.js";

const { place } = grid;
const { changes, version, ...words } = document.getElementById("company").dataset;
const EVERY = 4_000;
const SLOWEST = 30_000;
const PATIENCE = 8_000; // milliseconds for an answer
const sent = new Map(); // requests of HTMX that are under way, and whether each has crossed another
let since = Number(version); // all changes up to here are on the page
let here = "";
let delay = EVERY;
let timer = 0;
let failures = 0;
let due = false; // the time has come, but another request is under way
let asking = false;
const held = []; // letters that wait for the answer
let crossed = false;
let stopped = false;

/* What the page says in words of its own, because no answer could. */
function tell(text = "") {
  const box = document.getElementById("company");
  box.hidden = !text;
  box.textContent = text;
}

function stop(text) {
  stopped = true;
  tell(text);
}

function later(wait = delay) {
  clearTimeout(timer);
  if (!stopped && !document.hidden) timer = setTimeout(ask, wait);
}

function slower() {
  failures += 1;
  delay = Math.min(SLOWEST, delay * 2);
  if (failures > 2) tell(words.lost);
}

const underWay = () => [...sent.keys()].filter((xhr) => xhr.readyState > 0 && xhr.readyState < 4);

/* The cell its reader has under hand, also while its picker is open. */
function cellInHand() {
  const cell = grid.current;
  const held = document.activeElement === cell || document.activeElement?.closest("#picker");
  return held && grid.isCell(cell) ? cell : null;
}

async function ask() {
  if (asking || stopped || document.hidden) return;
  due = underWay().length > 0;
  if (due) return;
  asking = true;
  crossed = false;
  try {
    await read();
  } finally {
    asking = false;
    for (const issue of held.splice(0)) issue();
    later(crossed ? 250 : delay);
  }
}

async function read() {
  const cell = cellInHand();
  const query = new URLSearchParams({ since, here, at: cell ? `${grid.dutyOf(cell)}:${grid.positionOf(cell)}` : "" });
  let answer, html;
  try {
    answer = await fetch(`${changes}?${query}`, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    html = await answer.text();
  } catch {
    return slower();
  }
  if (answer.type === "opaqueredirect") return stop(words.signedOut);
  if ([403, 404].includes(answer.status)) return stop(words.gone);
  if (!answer.ok) return slower();
  if (failures) tell();
  failures = 0;
  delay = EVERY;
  if (answer.status === 204 || crossed) return;
  here = answer.headers.get("Matrix-Here");
  since = Number(answer.headers.get("Matrix-Version"));
  apply(html);
  if (answer.headers.has("Matrix-Redraw")) redraw();
}

/* Put each part where it belongs, but for those whose place is filtered away or that say nothing new. */
function apply(html) {
  for (const part of new DOMParser().parseFromString(html, "text/html").querySelectorAll("[hx-swap-oob]")) {
    const target = document.querySelector(part.getAttribute("hx-swap-oob").replace("innerHTML:", ""));
    if (!target || target.innerHTML === part.innerHTML) continue;
    const chosen = target.value;
    const focused = target.contains(document.activeElement) ? stops(target).indexOf(document.activeElement) : -1;
    target.replaceChildren(...part.childNodes);
    htmx.process(target);
    if (target.tagName === "SELECT") target.value = chosen;
    if (focused >= 0) stops(target)[Math.min(focused, stops(target).length - 1)]?.focus({ preventScroll: true });
    if (target.tagName === "TD") freshen(target);
  }
  document.dispatchEvent(new Event("matrix:news"));
  if (grid.current) grid.label(grid.current);
}

const stops = (part) => [...part.querySelectorAll("a[href], button, summary, input, select")];

/* A cell that somebody else has changed shows it for a moment. */
function freshen(cell) {
  if (!grid.isCell(cell)) return;
  cell.classList.add("fresh");
  setTimeout(() => cell.classList.remove("fresh"), 3_000);
}

/* Rows or columns have changed: the grid anew, under the same filter, scrolled and folded as it was, with the
   focus on the same cell or on the nearest that is left. */
function redraw() {
  const cell = cellInHand();
  const kept = cell && {
    duty: grid.dutyOf(cell),
    position: grid.positionOf(cell),
    row: duties().indexOf(cell.parentElement),
    column: cell.cellIndex,
  };
  const release = grid.hold();
  const nowhere = document.activeElement === document.body;
  const spoken = document.getElementById("live").textContent;
  place.addEventListener(
    "htmx:afterSettle",
    () => {
      release();
      if (nowhere) document.activeElement.blur();
      document.getElementById("live").textContent = spoken;
      if (!kept) return;
      const rows = duties();
      const nearest = rows[Math.min(kept.row, rows.length - 1)]?.cells;
      grid.go(grid.find(kept.duty, kept.position) ?? nearest?.[Math.min(kept.column, nearest.length - 1)]);
    },
    { once: true },
  );
  htmx.trigger(document.querySelector("form.bar"), "submit");
}

const duties = () => [...place.querySelectorAll("tbody > tr[id]")];

document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => {
  const others = underWay();
  for (const other of others) sent.set(other, true);
  sent.set(xhr, others.length > 0);
  crossed = true;
});
/* A change of one's own that followed what the page knows needs no asking after. */
document.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  const made = Number(xhr.getResponseHeader("Matrix-Version"));
  if (made === since + 1 && sent.get(xhr) === false) since = made;
  sent.delete(xhr);
  if (due && !underWay().length) ask();
});
document.addEventListener("htmx:confirm", (event) => {
  if (!asking || event.target !== place || event.defaultPrevented) return;
  event.preventDefault();
  held.push(event.detail.issueRequest);
});

function wake() {
  delay = EVERY;
  later(0);
}
/* A move of one's own shows as those of others do, only sooner; a question that it crossed knows nothing of it. */
document.addEventListener("matrix:moved", () => {
  crossed = true;
  wake();
});
document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : wake()));
addEventListener("focus", () => {
  if (delay > EVERY) wake();
});
addEventListener("online", wake);
later(0);
