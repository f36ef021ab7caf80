/* The list of keys, opened by its button and by "?" in the grid. */
"use strict";

(() => {
  const dialog = document.getElementById("keys");
  const button = document.getElementById("keys-open");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  Grid.place.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    dialog.showModal();
  });
})();
