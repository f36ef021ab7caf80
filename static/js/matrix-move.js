/* Moving the row or the column of a cell by one place: Alt+Shift with an arrow. */
"use strict";

(() => {
  const { words, place, isCell } = Grid;
  const STEPS = { ArrowUp: "up", ArrowLeft: "up", ArrowDown: "down", ArrowRight: "down" };

  async function move(cell, key) {
    const row = key === "ArrowUp" || key === "ArrowDown";
    const url = row ? `duties/${Grid.dutyOf(cell)}/move/` : `positions/${Grid.positionOf(cell)}/move/`;
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ step: STEPS[key], csrfmiddlewaretoken: token });
    await Save.idle();
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (answer?.type !== "opaqueredirect") return Save.warn(words.unmoved);
    place.addEventListener("htmx:afterSettle", () => {
      Selection.say(words.moved.replace("%(name)s", row ? Grid.codeOf(cell) : Grid.titleOf(cell)));
    }, { once: true });
    document.dispatchEvent(new Event("grid-reload"));
  }

  place.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || !STEPS[event.key] || !isCell(event.target)) return;
    event.preventDefault();
    move(event.target, event.key);
  });
})();
