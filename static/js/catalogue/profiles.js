/* Profiles side by side: lines between paired statements, the pair in hand lit up, the phase in view.
   All of it is decoration: the same pairs are links, and the page is filtered by the server. */

const SVG = "http://www.w3.org/2000/svg";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const statement = (node) => node.closest?.(".st-list > li");
const pairsOf = (li) => li.dataset.pairs.split(" ").filter(Boolean);
const lines = document.querySelector("[data-lines]");
let pinned = "";
let lit = ""; // the statement lit up, pinned or not
let pointer = ""; // where it was last

function curve(box, left, right) {
  const [y1, y2] = [left, right].map((end) => {
    const { top, height } = end.getBoundingClientRect();
    return top + height / 2 - box.top;
  });
  const middle = box.width / 2;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", `M6 ${y1}C${middle} ${y1} ${middle} ${y2} ${box.width - 6} ${y2}`);
  path.dataset.ends = `${left.id} ${right.id}`;
  return path;
}

function draw() {
  for (const svg of all(".duo > svg")) {
    const box = svg.getBoundingClientRect();
    const paths = [];
    const drawn = box.width && lines?.checked ? all(".st-list > li", svg.previousElementSibling) : [];
    for (const left of drawn) {
      for (const code of pairsOf(left)) {
        const right = document.getElementById(code);
        if (right && svg.nextElementSibling.contains(right)) paths.push(curve(box, left, right));
      }
    }
    svg.replaceChildren(...paths);
  }
  light(document.getElementById(lit));
}

function light(li) {
  lit = li?.id ?? "";
  for (const lit of all(".st-list > :is(.on, .pin)")) lit.classList.remove("on", "pin");
  for (const dim of all(".duo > svg.dim")) dim.classList.remove("dim");
  for (const lit of all(".duo path.on")) lit.classList.remove("on");
  if (!li?.dataset.pairs) return;
  li.classList.add("pin");
  for (const code of pairsOf(li)) document.getElementById(code)?.classList.add("on");
  const svg = li.closest(".duo").querySelector("svg");
  if (!svg) return;
  svg.classList.add("dim");
  for (const path of svg.children) path.classList.toggle("on", path.dataset.ends.split(" ").includes(li.id));
}

function pin(li) {
  pinned = li && li.id !== pinned ? li.id : "";
  light(pinned ? li : null);
}

const target = () => {
  const li = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (li && statement(li)) {
    pinned = "";
    pin(li);
  }
};

/* A page that scrolls under a pointer lying still, as for the focus of a key, takes nothing from the keyboard. */
document.addEventListener("pointermove", (event) => {
  const before = pointer;
  pointer = `${event.screenX} ${event.screenY}`;
  if (event.pointerType === "touch" || pinned || pointer === before) return;
  const li = statement(event.target);
  if ((li?.id ?? "") !== lit) light(li);
});
document.addEventListener("focusin", (event) => {
  const li = statement(event.target);
  if (li && event.target.matches(":focus-visible")) light(li);
  else if (!li && !pinned) light(null);
});
document.addEventListener("click", (event) => {
  if (event.target.closest(".st-list :is(a, summary, .pop)")) return;
  const li = statement(event.target);
  if (li) pin(li);
  else if (pinned && event.target.closest("#statements")) pin(null);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && pinned && !document.querySelector("details.menu[open]")) pin(null);
});
/* One explanation at a time, so that none covers another. */
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.(".why[open]")) return;
    for (const other of all(".why[open]")) if (other !== event.target) other.open = false;
  },
  true,
);

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of all("#frise [aria-current]")) link.removeAttribute("aria-current");
      document.querySelector(`#frise a[href="#${entry.target.id}"]`)?.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "-25% 0px -65% 0px" },
);

function arrange() {
  if (pinned && !document.getElementById(pinned)) pinned = "";
  seen.disconnect();
  for (const section of all("section[data-phase]")) seen.observe(section);
  draw();
}

addEventListener("resize", draw);
addEventListener("hashchange", target);
lines?.addEventListener("change", draw);
document.addEventListener("htmx:afterSettle", arrange);
document.addEventListener("htmx:historyRestore", arrange);
document.fonts.ready.then(() => {
  arrange();
  target();
});
