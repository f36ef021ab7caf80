/* After an @ in a comment, the members whose name begins so: chosen by the arrows and Enter, or by a click. */

const MOST = 6;
const BEGUN = /(?:^|[^\p{L}\p{N}])@([^@\n]{0,60})$/u;
let list = null; // the names that are offered, below the field

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/* The name that is being written before the caret, null when none is. */
const begun = (field) => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;

const matching = (start) =>
  [...(document.getElementById("members")?.options ?? [])]
    .map((option) => option.value)
    .filter((name) => fold(name).startsWith(start) || fold(name).includes(` ${start}`))
    .slice(0, MOST);

function close() {
  list?.previousElementSibling?.removeAttribute("aria-activedescendant");
  list?.remove();
  list = null;
}

function offer(field) {
  const start = begun(field);
  const names = start === null ? [] : matching(fold(start));
  close();
  if (!names.length || (names.length === 1 && fold(names[0]) === fold(start))) return;
  list = document.createElement("div");
  list.className = "names";
  list.id = "names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.getElementById("members").dataset.label);
  list.append(
    ...names.map((name, place) => {
      const option = document.createElement("div");
      option.id = `name-${place}`;
      option.setAttribute("role", "option");
      option.textContent = name;
      return option;
    }),
  );
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  select(field, list.firstChild);
}

function select(field, option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  field.setAttribute("aria-activedescendant", option.id);
}

function choose(field, option) {
  const start = field.selectionStart - begun(field).length;
  field.setRangeText(`${option.textContent} `, start, field.selectionStart, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const keys = {
  ArrowDown: (field, now) => select(field, now.nextElementSibling ?? list.firstChild),
  ArrowUp: (field, now) => select(field, now.previousElementSibling ?? list.lastChild),
  Enter: choose,
  Tab: choose,
  Escape: close,
};

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-mention]")) offer(event.target);
});

document.addEventListener(
  "keydown",
  (event) => {
    if (!list || !event.target.matches("[data-mention]") || !keys[event.key] || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key](event.target, list.querySelector("[aria-selected=true]"));
  },
  true,
);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.(".names > [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(list.previousElementSibling, option);
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-mention]")) close();
});
