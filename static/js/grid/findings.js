/* What a change does to the checks is heard: how many there are of each kind, when that differs from before. */

const read = () =>
  [...document.querySelectorAll("#tally .tally > span")].map((part) => part.textContent.trim()).join(", ");
let known = read();

function tell() {
  const counts = read();
  if (counts === known) return;
  known = counts;
  const live = document.getElementById("live");
  live.textContent = [live.textContent.trim(), counts].filter(Boolean).join(". ");
}

document.addEventListener("htmx:afterRequest", tell);
document.addEventListener("matrix:news", tell);
