/* Moving the row or the column of a cell by one place: Alt+Shift with an arrow. */

import * as grid from "./grid.js";
import * as save from "./save.js";
import * as selection from "./select.js";

const { words, place, isCell } = grid;
const STEPS = { ArrowUp: "up", ArrowLeft: "up", ArrowDown: "down", ArrowRight: "down" };

async function move(cell, key) {
  const row = key === "ArrowUp" || key === "ArrowDown";
  const url = row ? `duties/${grid.dutyOf(cell)}/move/` : `positions/${grid.positionOf(cell)}/move/`;
  // In a header, not in the body: the same step twice is two steps, not a form that was sent twice.
  const headers = { "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value };
  const body = new URLSearchParams({ step: STEPS[key] });
  await save.idle();
  const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual" }).catch(() => null);
  if (answer?.type !== "opaqueredirect") return save.warn(words.unmoved);
  place.addEventListener(
    "htmx:afterSettle",
    () => {
      selection.say(words.moved.replace("%(name)s", row ? grid.codeOf(cell) : grid.titleOf(cell)));
    },
    { once: true },
  );
  document.dispatchEvent(new Event("grid-reload"));
}

place.addEventListener("keydown", (event) => {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || !STEPS[event.key] || !isCell(event.target)) return;
  event.preventDefault();
  move(event.target, event.key);
});
