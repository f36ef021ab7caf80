/* What is typed or pasted is never cut: once it comes near what its field holds, how long it is stands below it, and
   what is too long stays as it is until it is shortened; the server refuses it in words. */

const NEAR = 0.9;
const TEXT = 40; // characters; a field for fewer holds a code, not a text
const told = document.createElement("output");
told.className = "length";
told.popover = "manual";

/* A browser cuts what is pasted at `maxlength`, in silence. */
function release(field) {
  const most = field.maxLength;
  if (most < TEXT || field.type === "search") return;
  field.dataset.most = most;
  field.removeAttribute("maxlength");
}

function tell(field) {
  const most = Number(field.dataset.most);
  const length = [...field.value].length;
  if (length < most * NEAR) return told.remove();
  told.textContent = `${length} / ${most}`;
  told.classList.toggle("over", length > most);
  const holder = field.closest("dialog") ?? document.body;
  if (told.parentNode !== holder) holder.append(told);
  if (!told.matches(":popover-open")) told.showPopover();
  place();
}

function place() {
  if (!told.isConnected) return;
  const { right, bottom } = document.activeElement.getBoundingClientRect();
  told.style.left = `${right - told.offsetWidth}px`;
  told.style.top = `${bottom}px`;
}

const isText = (field) => field.matches?.("input, textarea");

document.addEventListener("focusin", ({ target }) => {
  if (!isText(target)) return;
  release(target);
  if (target.dataset.most) tell(target);
});
document.addEventListener("input", ({ target }) => {
  if (isText(target) && target.dataset.most) tell(target);
});
document.addEventListener("focusout", () => told.remove());
document.addEventListener("scroll", place, { capture: true, passive: true });
