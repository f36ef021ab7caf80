/* Moving a row or a column: by one place with Alt+Shift and an arrow, or to where it was dragged. The server says where
   it stands now, or why it stays. */

import * as grid from "./grid.js";
import * as save from "./save.js";
import * as selection from "./select.js";

const { words, place } = grid;
const STEPS = { ArrowUp: "up", ArrowLeft: "up", ArrowDown: "down", ArrowRight: "down" };

/* Ask the server to move a duty, or else a position: by a step, or to the place of another one. */
export async function move(duty, position, asked) {
  const url = duty ? `duties/${duty}/move/` : `positions/${position}/move/`;
  const headers = { ...grid.csrf(), Accept: "text/plain" };
  const body = new URLSearchParams(asked);
  await save.idle();
  const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual" }).catch(() => null);
  if (![200, 422].includes(answer?.status)) return save.warn(words.unmoved);
  const said = await answer.text();
  if (answer.status === 422) {
    document.getElementById("toast").textContent = said;
    return;
  }
  selection.say(said);
  document.dispatchEvent(new Event("matrix:moved"));
}

place.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!event.altKey || !event.shiftKey || event.ctrlKey || !STEPS[key]) return;
  const row = key === "ArrowUp" || key === "ArrowDown";
  const duty = row ? grid.dutyOf(target) : "";
  const position = row ? "" : grid.positionOf(target);
  if (!duty && !position) return;
  event.preventDefault();
  move(duty, position, { step: STEPS[key] });
});
