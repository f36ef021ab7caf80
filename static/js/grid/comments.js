/* Comments in the grid: the marks of the cells and the numbers of the rows, and the panel on one of them.
   The server counts by place; a cell carries only its letter, so its mark is put on here and stays when an answer
   gives it another letter. */

import * as grid from "./grid.js";

const { words, place } = grid;
const dialog = document.getElementById("talk");
const body = document.getElementById("talk-body");
const counts = document.getElementById("comments-open");
let address = "";
let known = 0; // the version that the panel shows

const read = () => counts.textContent.trim().split(" ");

function mark(cell, count) {
  if (cell) grid.note(cell, "talked", count === "1" ? words.comment : words.comments.replace("%(count)s", count));
}

function paint() {
  const ofDuty = new Map();
  let total = 0;
  for (const cell of place.querySelectorAll("td.talked")) grid.note(cell, "talked", "");
  for (const part of read().slice(1)) {
    const [duty, position, count] = part.split(":");
    ofDuty.set(duty, (ofDuty.get(duty) ?? 0) + Number(count));
    total += Number(count);
    if (position !== "0") mark(grid.find(duty, position), count);
  }
  for (const link of place.querySelectorAll("a.talk")) {
    const shown = String(ofDuty.get(link.closest("tr").id.slice(2)) ?? "");
    if (link.querySelector("b").textContent !== shown) link.querySelector("b").textContent = shown;
    link.classList.toggle("some", shown !== "");
  }
  document.getElementById("comments-total").textContent = total || "";
  if (grid.current) grid.label(grid.current);
}

/* The panel of a place, open at once, so that no key goes to the grid any more; where it cannot come, its page says
   why. One closed before it has come stays closed. */
async function open(url) {
  address = url;
  if (!dialog.open) {
    body.replaceChildren(grid.coming());
    dialog.showModal();
  }
  await htmx.ajax("GET", url, { target: "#talk-body", swap: "innerHTML" }).catch(() => {});
  if (dialog.open && body.querySelector(".coming")) location.assign(url);
}

export const openCell = (cell) => open(`duties/${grid.dutyOf(cell)}/comments/?position=${grid.positionOf(cell)}`);

/* Others have commented: the panel anew, unless its reader is writing. */
function refresh() {
  paint();
  if (!dialog.open || Number(read()[0]) <= known) return;
  if ([...body.querySelectorAll("textarea")].every((field) => field.value === field.defaultValue)) open(address);
}

place.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "m" || !event.target.matches(grid.STOP) || !grid.dutyOf(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  openCell(event.target);
});
place.addEventListener("click", (event) => {
  const link = event.target.closest("a.talk");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.href);
});
dialog.addEventListener("click", (event) => {
  const link = event.target.closest("#talk-body a[data-panel]"); // never one in what people wrote
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.href);
});
body.addEventListener("htmx:afterSettle", () => {
  const shown = body.querySelector("[data-open]")?.dataset.open;
  if (!shown) return;
  known = Number(shown.split(" ")[0]);
  if (known >= Number(read()[0])) counts.textContent = shown;
});
place.addEventListener("htmx:afterSettle", paint);
new MutationObserver(refresh).observe(counts, { childList: true });
paint();
