/* How the reader lays out the matrix: closer rows, without the checks, over the whole window, columns hidden or pinned.
   It shows at once and is remembered by the server. Columns are told by styles of the browser's own, so that cells
   which come later need nothing. */

import * as grid from "./grid.js";
import * as selection from "./select.js";

const { words, place } = grid;
const form = document.getElementById("layout");
const badge = document.getElementById("layout-hidden");
const unkept = document.getElementById("layout-unkept");
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);
const chosen = (name) => new FormData(form).getAll(name);

/* The places of these positions in a row, from 1. */
const columns = (name) => {
  const ids = new Set(chosen(name));
  return [...(place.querySelector(".mx thead tr")?.cells ?? [])].flatMap((cell, at) =>
    ids.has(cell.dataset.position) ? [at + 1] : [],
  );
};

/* The cells of a column; the first of the foot is as wide as two. */
const column = (at) =>
  [`thead th:nth-child(${at})`, `tbody tr:not(.band) > :nth-child(${at})`, `tfoot td:nth-child(${at - 1})`]
    .map((cells) => `.mx ${cells}`)
    .join();

/* The checks that are out of sight are one press away. */
document.querySelector(".jump a").addEventListener("click", () => {
  if (!form.elements.folded.checked) return;
  form.elements.folded.checked = false;
  keep();
});

/* How many columns may stay in view: one at least still scrolls beside them. */
function room() {
  const [duty, check, first] = [...(place.querySelector(".mx thead tr")?.cells ?? [])].filter((th) => th.offsetWidth);
  return first ? Math.floor((place.clientWidth - duty.offsetWidth - check.offsetWidth) / first.offsetWidth) - 1 : 0;
}

function apply() {
  for (const name of ["compact", "folded", "full"]) document.body.classList.toggle(name, form.elements[name].checked);
  const hidden = columns("hidden");
  grid.hide(hidden.map((at) => at - 1));
  selection.dropHidden();
  const rules = hidden.map((at) => `${column(at)} { display: none !important }`);
  sheet.replaceSync(rules.join("\n"));
  const asked = columns("pinned").filter((at) => !hidden.includes(at));
  const pinned = asked.length ? asked.slice(0, Math.max(0, room())) : asked;
  document.documentElement.style.setProperty("--pinned", pinned.length);
  for (const [order, at] of pinned.entries()) {
    const left = `calc(var(--duty) + 2.25rem + ${order} * var(--column))`;
    const told = `position: sticky; left: ${left}; z-index: 5; --ground: var(--surface)`;
    rules.push(`@media (min-width: 48rem) { :is(${column(at)}) { ${told} } }`);
  }
  sheet.replaceSync(rules.join("\n"));
  badge.textContent = hidden.length ? words.hidden.replace("%(count)s", hidden.length) : "";
  grid.keepStop();
}

/* One after the other, so that the last choice stands; one that could not be kept says so until the next one is. */
let sent = Promise.resolve();
function keep() {
  apply();
  const body = new FormData(form);
  sent = sent.then(() => send(body));
}

async function send(body) {
  const how = { method: "POST", headers: grid.csrf(), body, keepalive: true, redirect: "manual" };
  const answer = await fetch(words.layout, how).catch(() => null);
  unkept.hidden = answer?.status === 204;
}

/* A column that has come since the page did is not in the list. */
function missing(name, value) {
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value, hidden: true });
  form.append(box);
  return box;
}

/* A column is hidden, or pinned, or no longer. */
export function turn(name, position) {
  const box = form.querySelector(`[name=${name}][value="${position}"]`) ?? missing(name, position);
  box.checked = !box.checked;
  keep();
}

form.addEventListener("change", keep);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", (event) => {
  if (!event.target.closest("[data-show-all]")) return;
  for (const box of form.querySelectorAll("[name=hidden]")) box.checked = false;
  keep();
});
/* The grid may come anew, with its columns in another order. */
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target === place) apply();
});
addEventListener("resize", apply);
apply();
