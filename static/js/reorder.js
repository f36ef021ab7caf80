/* Dragging the lines of a list to another place; the buttons of each line do the same by one place. */

let line = null; // the one that is dragged

const lines = () => [...line.parentElement.children];
const over = (event) => {
  const other = line && event.target.closest(".line");
  return other && other !== line && other.parentElement === line.parentElement ? other : null;
};

function unmark() {
  for (const marked of document.querySelectorAll(".drop-before, .drop-after")) {
    marked.classList.remove("drop-before", "drop-after");
  }
}

/* A handle to drag by; for the keyboard and for screen readers there are the buttons. */
function prepare() {
  for (const form of document.querySelectorAll("#rows .line form:has([name=step])")) {
    const item = form.closest(".line");
    if (item.querySelector(".grip")) continue;
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.draggable = true;
    grip.setAttribute("aria-hidden", "true");
    grip.textContent = "⠿";
    item.prepend(grip);
  }
}

document.addEventListener("dragstart", (event) => {
  line = event.target.closest?.(".grip")?.closest(".line") ?? null;
  if (!line) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(line, 0, 0);
});
document.addEventListener("dragover", (event) => {
  const other = over(event);
  unmark();
  if (!other) return;
  event.preventDefault();
  other.classList.add(lines().indexOf(other) < lines().indexOf(line) ? "drop-before" : "drop-after");
});
document.addEventListener("drop", (event) => {
  const other = over(event);
  if (!other) return;
  event.preventDefault();
  const form = line.querySelector("form:has([name=step])");
  const step = lines().indexOf(other) - lines().indexOf(line);
  htmx.ajax("POST", form.action, { source: form, target: "#rows", swap: "outerHTML", values: { step } });
});
document.addEventListener("dragend", () => {
  unmark();
  line = null;
});
document.addEventListener("htmx:afterSettle", prepare);
prepare();
