/* What undo and redo have changed is brought into view and flashed, wherever it stands. */

import * as grid from "./grid.js";

const FLASH = 3000; // milliseconds, as long as grid.css takes
let due = null; // what a step has changed, until the page shows it

/* A cell, a whole row, or the heading of a column; nothing for what the filter hides or the step removed. */
function elementOf({ duty, position }) {
  return duty && !position ? document.getElementById(`d-${duty}`) : grid.find(duty, position);
}

function show() {
  const { places, focus } = due;
  const shown = places.map(elementOf).filter(Boolean);
  due = null;
  if (!shown.length) return;
  grid.unfold(shown[0]);
  shown[0].scrollIntoView({ block: "center", inline: "nearest" });
  if (focus && document.getElementById("picker").hidden) grid.go(grid.find(places[0].duty, places[0].position));
  for (const element of shown) {
    element.classList.add("fresh");
    setTimeout(() => element.classList.remove("fresh"), FLASH);
  }
}

document.addEventListener("step-shown", (event) => {
  due = event.detail;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (due && (!due.redraw || event.target === grid.place)) show();
});
