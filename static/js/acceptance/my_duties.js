/* One's own duties: how many are ticked, all or none of them; what stays unfolded when an answer comes; comments. */

const SHOWN = 8_000; // milliseconds that what was done stays to be read
const place = document.getElementById("answers") ?? document.createElement("div"); // on other pages nothing
const said = document.getElementById("answers-said") ?? place;
const talk = document.getElementById("talk");
const boxes = () => [...place.querySelectorAll("input[name=cell]")];
let unfolded = [];
let fade = 0;

function count() {
  for (const part of place.querySelectorAll("[data-scripted]")) part.hidden = false;
  const shown = document.getElementById("answer-n");
  if (shown) shown.textContent = `${boxes().filter((box) => box.checked).length} / ${boxes().length}`;
}

function tick(checked) {
  for (const box of boxes()) box.checked = checked;
  boxes()[0].dispatchEvent(new Event("change", { bubbles: true }));
}

/* The field of a reason is there to be typed in as soon as it opens. */
function typeReason(summary) {
  const field = summary.parentElement.querySelector(":scope > div textarea");
  if (field && !summary.parentElement.open) requestAnimationFrame(() => field.focus());
}

place.addEventListener("change", count);
place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick]");
  if (button) tick(button.dataset.tick === "all");
  const summary = event.target.closest("summary");
  if (summary) typeReason(summary);
});
place.addEventListener("htmx:beforeSwap", () => {
  unfolded = [...place.querySelectorAll("details[open]")].map((part) => part.id);
});
place.addEventListener("htmx:afterSettle", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  count();
});
/* What cannot be answered any more, or not by this reader, has a page that says why. */
place.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (xhr.status < 500) location.reload();
});
new MutationObserver(() => {
  clearTimeout(fade);
  const words = said.textContent.trim();
  said.className = words ? "toast" : "vh";
  if (words) fade = setTimeout(() => said.replaceChildren(), SHOWN);
}).observe(said, { childList: true });
count();

/* The comments on a duty come over the page; where they cannot, their own page says why. */
async function open(url) {
  document.getElementById("talk-body").replaceChildren();
  if (!talk.open) talk.showModal();
  await htmx.ajax("GET", url, { target: "#talk-body", swap: "innerHTML" }).catch(() => {});
  if (talk.open && !document.getElementById("talk-body").childElementCount) location.assign(url);
}

/* How many are open by duty, from the panel: its version, then duty:position:count. */
function recount() {
  const [, ...counted] = talk.querySelector("[data-open]")?.dataset.open.split(" ") ?? [];
  for (const link of place.querySelectorAll("a[data-talk]")) {
    const mine = counted.map((part) => part.split(":")).filter(([duty]) => duty === link.dataset.talk);
    link.querySelector("b").textContent = mine.reduce((sum, [, , n]) => sum + Number(n), 0) || "";
  }
}

if (talk) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-talk], #talk-body a[data-panel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href);
  });
  talk.addEventListener("close", recount);
}
