/* Walking the grid by keys: over the cells, the headings of rows and columns, the bands and what adds to them. */

import * as grid from "./grid.js";

const { place, phone } = grid;

function move(rows, columns) {
  const shown = grid.shownRows();
  const tr = grid.current.closest("tr");
  const at = shown.indexOf(tr); // -1 in the heading row
  if (rows && at <= 0 && at + rows < 0) grid.go(toHeadings());
  else if (rows) grid.go(grid.stopIn(shown[Math.max(0, Math.min(shown.length - 1, at + rows))]));
  else if (tr.matches(".band")) bend(columns);
  else grid.go(beside(tr, columns));
}

const toHeadings = () => (phone.matches ? null : grid.stopIn(grid.headings()[0].parentElement));

/* On a phone headings are no boxes of their own. */
function beside(tr, by) {
  const stops = [...tr.querySelectorAll(grid.STOP)].filter(
    (stop) => !grid.isAway(stop) && (!phone.matches || grid.isCell(stop)),
  );
  return stops[stops.indexOf(grid.current) + by];
}

/* A band folds to the left and unfolds to the right, where what adds a duty to it is the next stop. */
function bend(by) {
  const [button, add] = grid.current.parentElement.children;
  if (grid.current === add) grid.go(by < 0 ? button : null);
  else if ((button.getAttribute("aria-expanded") === "true") === by < 0) grid.fold(button);
  else if (by > 0) grid.go(add);
}

/* Home and End of the row; with Ctrl, of the first and the last duty. */
function jump(last, all) {
  const duties = grid.shownRows().filter((tr) => tr.id);
  const tr = all ? duties.at(last ? -1 : 0) : grid.current.closest("tr");
  const isStop = (stop) => !grid.isAway(stop) && (grid.isCell(stop) || !tr.id);
  const stops = tr ? [...tr.querySelectorAll(grid.STOP)].filter(isStop) : [];
  grid.go(stops.at(last ? -1 : 0));
}

const KEYS = {
  ArrowDown: () => move(1, 0),
  ArrowUp: () => move(-1, 0),
  ArrowRight: () => move(0, 1),
  ArrowLeft: () => move(0, -1),
  PageDown: () => move(10, 0),
  PageUp: () => move(-10, 0),
  Home: (event) => jump(false, event.ctrlKey || event.metaKey),
  End: (event) => jump(true, event.ctrlKey || event.metaKey),
};

place.addEventListener("keydown", (event) => {
  if (!event.target.matches(grid.STOP) || event.altKey || event.shiftKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key](event);
});
