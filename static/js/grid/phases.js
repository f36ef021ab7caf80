/* On a phone the phases above the matrix are tabs: one phase at a time, by a tap on its name or by a swipe over its
   cards. With a filter all that matches is listed instead, and a tap leads to its phase. Without this script, too. */

import * as grid from "./grid.js";

const { place, phone } = grid;
const strip = document.querySelector(".frise");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const FAR = 60; // pixels of a swipe, at least
const LONG = 700; // milliseconds, at most
const EDGE = 24; // pixels that belong to the browser's own gestures
let shown = ""; // the id of the phase
let start = null;

const parts = () => [...place.querySelectorAll("tbody[id]")];
const linkOf = (id) => strip.querySelector(`a[href="#${id}"]`);

function filtered() {
  const form = document.querySelector("form.bar");
  return form !== null && [...new FormData(form)].some(([name, value]) => name !== "mode" && value);
}

const single = () => phone.matches && parts().length > 1 && !filtered();

/* Which tab is the current one; the server draws the strip anew at every change. */
function mark() {
  const current = single() && linkOf(shown);
  for (const link of strip.querySelectorAll("a")) {
    if (link === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function apply() {
  const all = parts();
  if (!all.some((part) => part.id === shown)) shown = all[0]?.id ?? "";
  const one = single();
  for (const part of all) part.classList.toggle("away", one && part.id !== shown);
  mark();
  grid.keepStop();
  const link = one && linkOf(shown);
  if (!link) return;
  const [tab, tabs] = [link.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollBy({
    left: tab.left + tab.width / 2 - tabs.left - tabs.width / 2,
    behavior: calm.matches ? "instant" : "smooth",
  });
}

function turn(by) {
  const all = parts();
  const next = all[all.findIndex((part) => part.id === shown) + by];
  if (!next) return;
  shown = next.id;
  apply();
  next.classList.remove("from-left", "from-right");
  next.classList.add(by > 0 ? "from-right" : "from-left");
  if (next.getBoundingClientRect().top < strip.getBoundingClientRect().bottom) next.scrollIntoView();
  history.replaceState(history.state, "", `#${shown}`);
  const live = document.getElementById("live");
  if (live) live.textContent = [".n", ".name"].map((part) => linkOf(shown).querySelector(part).textContent).join(". ");
}

place.addEventListener(
  "touchstart",
  (event) => {
    const [touch] = event.touches;
    const inside = touch.clientX > EDGE && touch.clientX < innerWidth - EDGE;
    start =
      event.touches.length === 1 && inside && single()
        ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp }
        : null;
  },
  { passive: true },
);
place.addEventListener("touchcancel", () => {
  start = null;
}); // the browser has taken it for scrolling
place.addEventListener(
  "touchend",
  (event) => {
    if (!start) return;
    const [x, y] = [event.changedTouches[0].clientX - start.x, event.changedTouches[0].clientY - start.y];
    const quick = event.timeStamp - start.at < LONG;
    start = null;
    if (quick && Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
  },
  { passive: true },
);

document.addEventListener("matrix:reveal", (event) => {
  shown = event.detail;
  apply();
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (strip.contains(event.detail.target) && phone.matches) mark();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target === place && phone.matches) apply();
});
phone.addEventListener("change", apply);
apply();
if (location.hash) grid.reveal(location.hash.slice(1));
