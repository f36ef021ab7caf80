/* Letters on their way to the server: one request at a time, in order, and none is lost.
   A letter shows at once; a refusal puts the cell back as the server has it, a lost connection keeps the letter
   and offers to try again. */
"use strict";

const Save = (() => {
  const { words, place } = Grid;
  const waiting = new Map(); // by cell: { duty, position, letter, seen, code }
  const unsaved = new Map();
  let flying = null;
  let whenIdle = [];

  const key = (change) => `${change.duty}:${change.position}`;
  const cellOf = (change) => Grid.find(change.duty, change.position);

  function show(change, letter = change.letter) {
    const cell = cellOf(change);
    if (!cell) return;
    const badge = letter && document.querySelector(`#picker [data-letter="${letter}"] .l`);
    cell.replaceChildren(...(badge ? [badge.cloneNode(true)] : []));
    if (cell === Grid.current()) Grid.label(cell);
  }

  function paint(change, state) {
    const cell = cellOf(change);
    cell?.classList.toggle("saving", state === "saving");
    cell?.classList.toggle("unsaved", state === "unsaved");
  }

  /* Ask for a letter in a cell; a second thought replaces a first one that has not left yet. */
  function set(cell, letter) {
    const change = { duty: Grid.dutyOf(cell), position: Grid.positionOf(cell), letter, seen: Grid.letterOf(cell), code: Grid.codeOf(cell) };
    const id = key(change);
    const earlier = waiting.get(id) ?? unsaved.get(id);
    if (earlier) change.seen = earlier.seen;
    else if (flying && key(flying) === id) change.seen = flying.letter;
    else if (letter === change.seen) return;
    unsaved.delete(id);
    waiting.set(id, change);
    show(change);
    next();
  }

  function post({ duty, position, letter, seen }) {
    return new Promise((resolve) => {
      place.addEventListener("htmx:afterRequest", (event) => resolve(event.detail.xhr.status), { once: true });
      const values = { duty, position, letter, seen };
      htmx.ajax("POST", words.url, { source: place, target: "#notice", swap: "innerHTML", values }).catch(() => {});
    });
  }

  async function next() {
    if (flying) return;
    const [id, change] = waiting.entries().next().value ?? [];
    if (!change) {
      whenIdle.splice(0).forEach((resolve) => resolve());
      return;
    }
    waiting.delete(id);
    flying = change;
    paint(change, "saving");
    settle(change, await post(change));
    flying = null;
    tell();
    next();
  }

  function settle(change, status) {
    const later = waiting.get(key(change));
    const refused = status >= 400 && status < 500;
    paint(change, "");
    if (refused) {
      waiting.delete(key(change));
      if (status !== 409 && status !== 422) show(change, change.seen);
    } else if (status === 0 || status >= 500) {
      const kept = { ...change, letter: later?.letter ?? change.letter, lost: status === 0 };
      waiting.delete(key(change));
      unsaved.set(key(change), kept);
      show(kept);
      paint(kept, "unsaved");
    } else if (later) show(later);
    if (status === 403) warn(words.forbidden);
    if (status === 404 && !document.querySelector("#notice .notice")) warn(words.gone);
  }

  function warn(text) {
    const box = document.createElement("div");
    box.className = "notice warn";
    box.textContent = text;
    document.getElementById("notice").replaceChildren(box);
  }

  /* Which letters could not be saved, and a way to try again. */
  function tell() {
    const box = document.getElementById("unsaved");
    const changes = [...unsaved.values()];
    box.hidden = !changes.length;
    if (!changes.length) return;
    const codes = [...new Set(changes.map((change) => change.code))];
    const named = codes.slice(0, 5).join(", ") + (codes.length > 5 ? "…" : "");
    const text = (changes.some((change) => change.lost) ? words.lost : words.failed).replace("%(cells)s", named);
    if (box.querySelector("span").textContent !== text) box.querySelector("span").textContent = text;
  }

  function retry() {
    for (const [id, change] of unsaved) waiting.set(id, change);
    unsaved.clear();
    tell();
    next();
  }

  /* Done when nothing is on its way any more. */
  const idle = () => (flying || waiting.size ? new Promise((resolve) => whenIdle.push(resolve)) : Promise.resolve());

  document.addEventListener("click", (event) => {
    if (event.target.closest("#unsaved button")) retry();
    if (event.target.closest("[data-dismiss]")) {
      document.getElementById("notice").replaceChildren();
      Grid.go(Grid.current());
    }
  });
  addEventListener("online", retry);
  addEventListener("beforeunload", (event) => {
    if (flying || waiting.size || unsaved.size) event.preventDefault();
  });
  /* Undo, redo and repairs wait until the letters before them have arrived. */
  document.addEventListener("htmx:confirm", (event) => {
    if (event.detail.verb !== "post" || event.target === place || !(flying || waiting.size)) return;
    event.preventDefault();
    idle().then(() => event.detail.issueRequest());
  });
  /* The server's own words for a request it could not read or a cell that is gone. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if ([400, 404].includes(xhr.status) && xhr.responseText.startsWith('<div class="notice')) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === place) {
      Grid.prepare();
      for (const change of [...waiting.values(), ...unsaved.values()]) show(change);
      for (const change of unsaved.values()) paint(change, "unsaved");
    }
    if (document.activeElement === document.body && event.target.id === "notice") Grid.go(Grid.current());
  });

  /* A toast goes away by itself; what it offers stays in the header. */
  let hide = 0;
  new MutationObserver(() => {
    clearTimeout(hide);
    const toast = document.getElementById("toast");
    if (toast.firstChild) hide = setTimeout(() => toast.replaceChildren(), 10000);
  }).observe(document.getElementById("toast"), { childList: true });

  return { set, idle };
})();
