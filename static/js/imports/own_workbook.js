/* A box that ticks all lines of a phase, or of the file; without this script each line has its own. */

for (const label of document.querySelectorAll("[data-all]")) {
  const all = label.querySelector("input");
  const boxes = [...document.querySelectorAll(`${label.dataset.all} [name=take]:not([data-conflict])`)];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  label.hidden = !boxes.length;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    document.dispatchEvent(new Event("ticked"));
  });
  for (const box of boxes) box.addEventListener("change", show);
  document.addEventListener("ticked", show);
  show();
}
