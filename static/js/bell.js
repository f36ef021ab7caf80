/* The number of unread notices on an open page: asked for now and then while the page is seen, and what is new is
   said once. Whoever is signed out is asked about no more. */

const EVERY = 30_000;
const SLOWEST = 300_000;
const PATIENCE = 8_000; // milliseconds for an answer
let delay = EVERY;
let asked = Date.now();
let timer = 0;
let stopped = false;

function later(wait = delay) {
  clearTimeout(timer);
  if (!stopped && !document.hidden) timer = setTimeout(refresh, wait);
}

async function refresh() {
  asked = Date.now();
  try {
    await read(document.querySelector(".bell"));
    delay = EVERY;
  } catch {
    delay = Math.min(SLOWEST, delay * 2);
  }
  later();
}

async function read(bell) {
  const { ask: url, unread } = bell.dataset;
  const answer = await fetch(`${url}?unread=${unread}`, {
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  stopped = answer.type === "opaqueredirect";
  if (stopped || answer.status === 204) return;
  if (!answer.ok) throw new Error(answer.statusText);
  show(bell, await answer.text());
}

function show(bell, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".bell");
  const focused = bell === document.activeElement;
  bell.replaceWith(fresh);
  if (focused) fresh.focus({ preventScroll: true });
  const more = Number(fresh.dataset.unread) > Number(bell.dataset.unread);
  document.getElementById("bell-said").textContent = more ? fresh.ariaLabel : "";
}

document.addEventListener("visibilitychange", () => later(Math.max(0, delay - (Date.now() - asked))));
later();
