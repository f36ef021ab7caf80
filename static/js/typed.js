/* What was typed is not lost: a form with changes asks before its page is left, and what was not saved is there again
   when the form comes again in this tab: in the other language, after Escape, after signing in anew. It stays in the
   browser, by reader and form, until it is saved, discarded, or its reader signs out. Never passwords, never files. */

const reader = document.querySelector("meta[name=reader]")?.content;
const back = document.getElementById("typed-back");
const SENT = "typed sent";
const UNTYPED = ["hidden", "password", "file", "submit", "button", "reset", "image"];
const CHOSEN = ["checkbox", "radio"];
const LONGEST_MARK = 60; // characters; a longer hidden value is a sealed plan, which is another one every time
let leaving = false;
let signingOut = false;

function store(key, value) {
  try {
    if (value === undefined) return JSON.parse(sessionStorage.getItem(key));
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* Full or forbidden: the page still asks before it is left. */
  }
  return null;
}

/* In a dialog only words count: what is chosen there is chosen again in a moment. */
function fieldsOf(form) {
  const words = form.closest("dialog") !== null;
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !field.readOnly &&
      field.matches("input, textarea, select") &&
      !UNTYPED.includes(field.type) &&
      !(words && (CHOSEN.includes(field.type) || field.matches("select"))),
  );
}
const hiddenOf = (form) => [...form.querySelectorAll("input[type=hidden]")].filter((field) => field.name);
const isMark = (field) => field.name === "seen" || field.name.startsWith("initial-");
const isTyped = (form) =>
  form?.matches?.("main form[method=post], dialog form[method=post]") && fieldsOf(form).length > 0;
const typedForms = (root) => [root, ...root.querySelectorAll("form")].filter(isTyped);

/* Which form this is: its address in any language, and what it is about. Null for one that is never the same again. */
function keyOf(form) {
  const about = hiddenOf(form).filter((field) => !isMark(field) && !/^(csrfmiddlewaretoken|next)$/.test(field.name));
  if (about.some((field) => field.value.length > LONGEST_MARK)) return null;
  const path = new URL(form.getAttribute("action") || location.pathname, location).pathname.replace(
    /^\/(fr|en)\//,
    "/",
  );
  return `typed ${reader} ${path} ${about.map((field) => `${field.name}=${field.value}`).join("&")}`;
}

const inForm = (field) => {
  if (CHOSEN.includes(field.type)) return field.checked;
  return field.matches("select") ? [...field.selectedOptions].map((option) => option.value) : field.value;
};
function asShown(field) {
  if (CHOSEN.includes(field.type)) return field.defaultChecked;
  if (!field.matches("select")) return field.defaultValue;
  const shown = [...field.options].filter((option) => option.defaultSelected);
  return (shown.length || field.multiple ? shown : [...field.options].slice(0, 1)).map((option) => option.value);
}
const isChanged = (field) => String(inForm(field)) !== String(asShown(field));
/* A refused form holds what was typed, which is saved nowhere. */
const isDirty = (form) => form.querySelector(".errorlist") !== null || fieldsOf(form).some(isChanged);

function put(field, value) {
  if (CHOSEN.includes(field.type)) field.checked = value;
  else if (field.matches("select")) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
}

function tell(form) {
  const state = form.querySelector("[data-typed-state]");
  if (state) state.hidden = !isDirty(form);
}

function keep(form) {
  const key = keyOf(form);
  tell(form);
  if (!key) return;
  const fields = fieldsOf(form);
  const changed = fields.flatMap((field, at) => (isChanged(field) ? [[at, field.name, inForm(field)]] : []));
  const marks = hiddenOf(form).filter(isMark);
  store(key, changed.length ? { changed, marks: marks.map((field) => [field.name, field.value]) } : null);
}

/* What was typed, over what the page shows; with the marks of what its reader saw then, so that a change of somebody
   else in between is told when it is saved. */
function restore(form, fresh = true) {
  const key = keyOf(form);
  const kept = key && store(key);
  if (!kept || form.querySelector(".errorlist")) return;
  const fields = fieldsOf(form);
  const marks = hiddenOf(form).filter(isMark);
  const shown = marks.map((field) => field.value);
  const found = kept.changed.filter(([at, name]) => fields[at]?.name === name);
  for (const [at, , value] of found) put(fields[at], value);
  if (!found.some(([at]) => isChanged(fields[at]))) {
    if (fresh) store(key, null);
    return;
  }
  for (const [name, value] of kept.marks) for (const mark of marks) if (mark.name === name) mark.value = value;
  tell(form);
  if (form.closest("dialog")) return;
  const notice = back.content.firstElementChild.cloneNode(true);
  notice.querySelector("button").addEventListener("click", () => {
    form.reset();
    for (const [at, mark] of marks.entries()) mark.value = shown[at];
    store(key, null);
    tell(form);
    notice.remove();
    fields[0].focus();
  });
  form.before(notice);
}

/* Whether the form that led to this page did its work; not on a page of errors, nor where signing in stands between. */
function arrive() {
  const sent = store(SENT);
  store(SENT, null);
  if (!sent || !reader) return;
  const [visit] = performance.getEntriesByType("navigation");
  const refused = visit?.responseStatus >= 400 || document.querySelector("main .errorlist");
  if (!refused && visit?.type === "navigate") store(sent, null);
}

arrive();
if (reader && back) {
  for (const form of typedForms(document)) restore(form);
  for (const type of ["input", "change"]) {
    document.addEventListener(type, (event) => {
      leaving = signingOut = false;
      if (isTyped(event.target.form)) keep(event.target.form);
    });
  }
  document.addEventListener("htmx:load", (event) => {
    const part = event.detail.elt;
    if (part !== document.body) for (const form of typedForms(part)) restore(form, false);
  });
  document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr, requestConfig } }) => {
    const form = requestConfig.elt;
    const to = xhr.getResponseHeader("HX-Redirect");
    const done = xhr.status < 400 && !to?.includes("/accounts/login/");
    if (to) leaving = true;
    if (done && requestConfig.triggeringEvent?.type === "submit" && isTyped(form)) store(keyOf(form), null);
  });
  /* On the window, after all that may keep a form here. What other forms of the page hold comes back with them. */
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.matches("[target=_blank]")) return;
    signingOut = new URL(
      event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "",
      location,
    ).pathname.endsWith("/accounts/logout/");
    leaving = !signingOut; // all is forgotten then, so it is asked about
    if (isTyped(form)) store(SENT, keyOf(form));
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  addEventListener("pagehide", () => {
    if (signingOut) forget();
  });
  addEventListener("beforeunload", (event) => {
    const open = typedForms(document).filter((form) => !form.closest("dialog:not([open])"));
    if (!leaving && open.some(isDirty)) event.preventDefault();
  });
}

function forget() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("typed ")) store(key, null);
}
