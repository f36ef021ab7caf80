/* The list of keys, opened by its button and by "?" in the grid. */

import * as grid from "./grid.js";

const dialog = document.getElementById("keys");
const button = document.getElementById("keys-open");
button.hidden = false;
button.addEventListener("click", () => dialog.showModal());
grid.place.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  dialog.showModal();
});
