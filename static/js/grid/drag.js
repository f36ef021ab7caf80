/* Dragging a row or a column by its heading, with a mouse or a pen: a line shows where it would stand. A finger
   scrolls; the menu of the heading and the keys do the same. */

import * as grid from "./grid.js";
import { move } from "./move.js";

const { place } = grid;
const line = document.getElementById("drop-line");
const root = document.documentElement;
const FAR = 6; // pixels that make a drag of a press
const EDGE = 40; // pixels at the rim of the grid, where it scrolls
let start = null; // where the press began, and the duty or position it was on
let target = null; // the heading whose place would be taken
let dragged = false;

const own = () => grid.find(start.duty, start.position);

/* The heading of the column or row under the pointer; a band stands for its first row. */
function under({ clientX, target: element }) {
  if (start.position) {
    const inside = (th) => th.getBoundingClientRect().left <= clientX && clientX < th.getBoundingClientRect().right;
    return [...grid.headings()].find((th) => th.dataset.position && inside(th));
  }
  const tr = element.closest("#grid tbody tr");
  if (!tr || tr.id) return tr?.cells[0];
  return tr.parentElement.querySelector("tr[id]")?.cells[0];
}

const before = (heading) => Boolean(heading.compareDocumentPosition(own()) & Node.DOCUMENT_POSITION_FOLLOWING);
const possible = () => target && (start.position || target.closest("tbody") === own().closest("tbody"));

/* Beside the target, on the side where what is dragged would come to stand. */
function draw() {
  line.hidden = !possible() || target === own();
  root.classList.toggle("undroppable", !possible());
  if (line.hidden) return;
  const [box, all] = [target.getBoundingClientRect(), place.getBoundingClientRect()];
  const at = start.position
    ? { left: box[before(target) ? "left" : "right"] - 1, top: box.top, width: 3, height: all.bottom - box.top }
    : { left: all.left, top: box[before(target) ? "top" : "bottom"] - 1, width: all.width, height: 3 };
  for (const [name, value] of Object.entries(at)) line.style[name] = `${value}px`;
}

function scroll({ clientX, clientY }) {
  const box = place.getBoundingClientRect();
  const by = (at, low, high) => (at < low + EDGE ? -EDGE / 2 : at > high - EDGE ? EDGE / 2 : 0);
  if (start.position) place.scrollLeft += by(clientX, own().parentElement.cells[2].offsetLeft + box.left, box.right);
  else place.scrollTop += by(clientY, box.top + own().closest("table").tHead.offsetHeight, box.bottom);
}

function stop() {
  start = target = null;
  line.hidden = true;
  root.classList.remove("dragging", "undroppable");
}

place.addEventListener("pointerdown", (event) => {
  const heading = grid.headingAt(event.target);
  const plain = event.button === 0 && event.pointerType !== "touch" && !event.shiftKey && !event.ctrlKey;
  dragged = false;
  if (!heading || !plain || event.metaKey) return;
  start = { x: event.clientX, y: event.clientY, duty: grid.dutyOf(heading), position: grid.positionOf(heading) };
});
document.addEventListener("pointermove", (event) => {
  if (!start) return;
  if (!(event.buttons & 1) || !own()) return stop();
  dragged ||= Math.hypot(event.clientX - start.x, event.clientY - start.y) > FAR;
  if (!dragged) return;
  root.classList.add("dragging");
  scroll(event);
  target = under(event) ?? null;
  draw();
});
document.addEventListener("pointerup", () => {
  if (start && dragged && target && target !== own()) {
    const to = start.duty ? grid.dutyOf(target) : grid.positionOf(target);
    move(start.duty, start.position, { to });
  }
  stop();
});
document.addEventListener("pointercancel", stop);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && start) stop();
});
/* A drag that ends over the grid is no click. */
place.addEventListener(
  "click",
  (event) => {
    if (dragged) event.stopImmediatePropagation();
    dragged = false;
  },
  true,
);
