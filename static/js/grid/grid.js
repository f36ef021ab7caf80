/* The matrix as an ARIA grid: one tab stop, bands that fold, cards on a phone; walk.js has its keys.
   The server sends cells that carry only their letter; roles and labels are added here. */

export const words = JSON.parse(document.getElementById("matrix-words").textContent);
export const place = document.getElementById("grid");
/* As the style has it: where the duties are cards. */
export const phone = matchMedia("screen and (max-width: 47.99rem) and (scripting: enabled)");
/* What a cell may hold, as the picker offers it; "" is the empty cell. */
export const letters = () => [...document.querySelectorAll("#picker [data-letter]")].map((item) => item.dataset.letter);
const CELL = "tbody td:not(.st)";
const HEADING = "thead th[data-position], tbody th[scope=row]";
export const STOP = `${CELL}, ${HEADING}, .band button, a.add`;
/* What stands in a place until its content is here. */
export function coming() {
  const line = document.createElement("p");
  line.className = "coming";
  line.textContent = words.coming;
  return line;
}
let table = null;
export let current = null; // the one tab stop: a cell, a heading, the button of a band or a link that adds
let column = 2; // where one walks; 0 is that of the duties
let folded = []; // the bands that were shut before the grid came anew

export const headings = () => table.tHead.rows[0].cells;
export const isCell = (element) => element?.matches(CELL) ?? false;
export const isHeading = (element) => element?.matches(HEADING) ?? false;
/* The heading that a click hits, but for the links in it. */
export const headingAt = (element) => (element.closest("a, button") ? null : element.closest(HEADING));
const row = (element) => element.closest("tr");
/* Told by their class: to measure them is to lay them out. */
export const shownRows = () => [...table.querySelectorAll("tbody:not(.shut) > tr, .band")];
/* In the heading row, and from the column of the duties into it, the first position. */
export const stopIn = (tr) => tr && (tr.parentElement === table.tHead ? tr.cells[Math.max(2, column)] : stopOf(tr));
const stopOf = (tr) => (tr.id ? tr.cells[column] : tr.querySelector("button"));
/* From the class of its badge, never from its text: a page that is translated shows other words. */
export const letterOf = (cell) => /\bl-(\w+)/.exec(cell.querySelector(".l")?.className)?.[1].toUpperCase() ?? "";
export const shownIn = (cell) => letterOf(cell).replace("AR", "A/R");
/* The token of a request that is not HTMX's: in a header, for in the body it would make a form that is done once. */
export const csrf = () => ({ "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value });
/* The cells of a duty whose columns are shown. */
let away = new Set();
export const hide = (places) => {
  away = new Set(places);
};
export const isAway = (cell) => away.has(cell.cellIndex);
export const cellsOf = (tr) => [...tr.cells].slice(2).filter((cell) => !isAway(cell));
const plain = (element) => element.textContent.replaceAll("\u00ad", "");
/* Of a heading one of these, and "" the other. */
export const dutyOf = (cell) => row(cell).id.slice(2);
export const positionOf = (cell) => headings()[cell.cellIndex]?.dataset.position ?? "";
export const codeOf = (cell) => row(cell).querySelector("code").textContent;
const dutyText = (cell) => [...row(cell).querySelector(".duty").children].map(plain).join(" ");
export const titleOf = (cell) => plain(headings()[cell.cellIndex].querySelector(".pos"));

/* The cell of a duty and a position, or the heading of the one that is named alone, if it is on the page. */
export function find(duty, position) {
  const asked = position && String(position);
  const heading = table && asked ? [...headings()].find((th) => th.dataset.position === asked) : null;
  if (!duty) return heading;
  const cells = document.getElementById(`d-${duty}`)?.cells;
  return position ? heading && cells?.[heading.cellIndex] : cells?.[0];
}

export function label(cell) {
  if (!isCell(cell)) return;
  const said = [dutyText(cell), titleOf(cell), shownIn(cell) || words.empty];
  if (cell.title) said.push(cell.title);
  cell.setAttribute("aria-label", said.join(", "));
}

/* What is to be said of a cell beside its letter, one text of each kind, shown by a class of that name. */
const notes = new WeakMap();
export function note(cell, kind, text) {
  const said = { ...notes.get(cell), [kind]: text };
  notes.set(cell, said);
  cell.classList.toggle(kind, Boolean(text));
  if (kind === "refused" && text) cell.setAttribute("aria-invalid", "true");
  else if (kind === "refused") cell.removeAttribute("aria-invalid");
  const title = Object.values(said).filter(Boolean).join(", ");
  if (title) cell.title = title;
  else cell.removeAttribute("title");
  if (cell === current) label(cell);
}

function makeCurrent(element, mark = true) {
  if (current && current !== element) {
    current.tabIndex = -1;
    if (isCell(current)) current.removeAttribute("aria-label");
  }
  current = element;
  current.tabIndex = 0;
  label(current);
  for (const marked of table.tHead.querySelectorAll(".xcol")) marked.classList.remove("xcol");
  if (!isCell(current) && !isHeading(current)) return;
  column = current.cellIndex;
  if (mark && isCell(current)) headings()[column].classList.add("xcol");
}

/* Where the tab stop has been hidden, the first one that is shown. */
export function keepStop() {
  if (!table || current?.getClientRects().length) return;
  const first = [...table.querySelectorAll(STOP)].find((stop) => stop.getClientRects().length);
  if (first) makeCurrent(first, false);
}

/* On a phone a heading is no box that could have the focus. */
export function go(element) {
  if (!element || (phone.matches && isHeading(element))) return;
  makeCurrent(element);
  element.focus({ preventScroll: true });
  scroll(() => element === current && element.scrollIntoView({ block: "nearest", inline: "nearest" }));
}

/* Scroll, and once more when the rows that come near the window for the first time have got their true height. */
function scroll(act) {
  act();
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/* Remember how far everything is scrolled and which rows are in view, and get a function that puts the first of
   these that is left where it was. Pixels alone would not do: in a new grid, a row that was not shown yet has a
   height that is only near the true one. */
export function hold() {
  const scrolled = [place, document.documentElement].map((part) => [part, part.scrollLeft, part.scrollTop]);
  const head = table?.tHead.getBoundingClientRect().bottom ?? 0;
  const boxes = [...place.querySelectorAll("tbody > tr[id]")].map((tr) => [tr.id, tr.getBoundingClientRect()]);
  const seen = boxes.filter(([, { height, bottom }]) => height && bottom > head);
  return () => {
    prepare();
    refold();
    const [id, { top } = {}] = seen.find(([id]) => document.getElementById(id)) ?? [];
    scroll(() => {
      for (const [part, left, top] of scrolled) part.scrollTo(left, top);
      const row = document.getElementById(id);
      if (row) (phone.matches ? document.documentElement : place).scrollTop += row.getBoundingClientRect().top - top;
    });
  };
}

/* Open the band, or on a phone the phase, that hides an element. */
export function unfold(element) {
  const part = element.closest("tbody");
  if (!part) return;
  document.dispatchEvent(new CustomEvent("matrix:reveal", { detail: part.id }));
  if (part.classList.contains("shut")) fold(part.querySelector(".band button"), false);
}

export function fold(button, shut = !button.closest("tbody").classList.contains("shut")) {
  button.closest("tbody").classList.toggle("shut", shut);
  button.setAttribute("aria-expanded", String(!shut));
  if (!current?.getClientRects().length) makeCurrent(button);
}

/* Show a duty or a phase that a link names, and put the tab stop there. */
export function reveal(id) {
  const target = document.getElementById(id);
  if (!target || !table?.contains(target)) return false;
  const part = target.closest("tbody");
  document.dispatchEvent(new CustomEvent("matrix:reveal", { detail: part.id }));
  const button = part.querySelector(".band button");
  if (target.id.startsWith("d-") && button.getAttribute("aria-expanded") === "false") fold(button);
  const stop = stopIn(target.matches("tr") ? target : target.rows[0]);
  target.scrollIntoView({ block: target === part ? "start" : "center" });
  if (stop.getClientRects().length) go(stop);
  return true;
}

/* What a heading is called: its words, without the places where they may break and the tools beside them. */
function named(heading) {
  if (row(heading).id) return dutyText(heading);
  return [".pos", ".who"].map((part) => plain(heading.querySelector(part)).trim()).join(", ");
}

/* Roles are explicit, so that the grid survives being laid out as cards. */
function giveRoles() {
  const readonly = document.body.dataset.mode !== "edit";
  table.setAttribute("role", "grid");
  table.setAttribute("aria-readonly", String(readonly));
  table.setAttribute("aria-multiselectable", "true");
  table.setAttribute("aria-rowcount", table.rows.length);
  table.setAttribute("aria-colcount", headings().length);
  if (document.getElementById("grid-help")) table.setAttribute("aria-describedby", "grid-help");
  for (const tr of table.rows) {
    tr.setAttribute("role", "row");
    tr.setAttribute("aria-rowindex", tr.rowIndex + 1);
    for (const cell of tr.cells) {
      cell.setAttribute(
        "role",
        cell.tagName === "TD" ? "gridcell" : tr.parentElement === table.tHead ? "columnheader" : "rowheader",
      );
    }
  }
  for (const heading of table.querySelectorAll(HEADING)) heading.setAttribute("aria-label", named(heading));
  for (const part of [table.tHead, table.tFoot, ...table.tBodies]) part.setAttribute("role", "rowgroup");
  for (const inside of table.querySelectorAll("button, a")) inside.tabIndex = -1;
}

/* On a phone each duty is a card, whose cells say whose they are. */
function cards() {
  if (!table || !phone.matches || table.dataset.named) return;
  table.dataset.named = "yes";
  for (const cell of table.querySelectorAll(CELL)) {
    cell.dataset.p = plain(headings()[cell.cellIndex].querySelector(".pos"));
  }
}

/* The height of the heading, for what sticks below it. Styles go on the root: HTMX would copy those of an
   element with an id as an attribute, which the Content-Security-Policy forbids. */
const measure = new ResizeObserver(() => {
  document.documentElement.style.setProperty("--head", `${table.tHead.offsetHeight}px`);
});

function refold() {
  for (const button of table?.querySelectorAll(".band button") ?? []) {
    if (folded.includes(button.closest("tbody").id)) fold(button, true);
  }
}

export function prepare() {
  const found = place.querySelector(".mx");
  if (found === table) return;
  folded = table ? [...table.querySelectorAll("tbody.shut")].map((part) => part.id) : [];
  const kept = current ? [dutyOf(current), positionOf(current)] : [];
  table = found;
  current = null;
  measure.disconnect();
  if (!table) return;
  table.classList.add("live");
  giveRoles();
  cards();
  measure.observe(table.tHead);
  refold();
  const first = find(...kept) ?? table.querySelector(CELL) ?? table.querySelector(STOP);
  if (first) makeCurrent(first, false);
}

place.addEventListener("click", (event) => {
  const button = event.target.closest(".band button");
  if (button) {
    fold(button);
    go(button);
  }
  const assign = event.target.closest(".assign");
  if (assign && phone.matches) {
    event.preventDefault();
    assign.setAttribute("aria-expanded", String(row(assign).classList.toggle("open")));
  }
  const stop = event.target.closest(CELL) ?? headingAt(event.target);
  if (stop) go(stop);
});
/* Whether columns are scrolled out of sight to the left. */
place.addEventListener("scroll", () => place.classList.toggle("aside", place.scrollLeft > 0), { passive: true });
place.addEventListener("focusin", (event) => {
  if (event.target.matches(STOP) && event.target !== current) makeCurrent(event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link?.matches(".skip") && link.hash === "#grid" && current) {
    event.preventDefault();
    return go(current);
  }
  if (!link || !reveal(link.hash.slice(1))) return;
  event.preventDefault();
  history.replaceState(history.state, "", link.hash);
});
document.addEventListener("htmx:afterSettle", () => {
  prepare();
  refold(); // HTMX has given the bands the attributes of the answer
  folded = [];
  if (current) label(current);
});
phone.addEventListener("change", cards);
prepare();
if (location.hash) reveal(location.hash.slice(1));

/* "3 min ago" stays true while the page stays open. */
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always", style: "short" });
setInterval(() => {
  const time = document.querySelector("#saved time");
  const minutes = time ? Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000) : 0;
  if (minutes < 1) return;
  const [amount, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 1440
        ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 1440), "day"];
  time.textContent = relative.format(-amount, unit);
}, 30000);
