/* What was typed is not lost: a form with changes asks before its page is left, and what was not saved is there again
   when the form comes again in this tab: in the other language, after Escape, after signing in anew. It stays in the
   browser, by reader and form, until it is saved, discarded, or its reader signs out. Never passwords, never files. */

import { anyLanguage, forget, reader, store } from "./kept.js";

const back = document.getElementById("typed-back");
const SENT = "typed sent";
const UNTYPED = ["hidden", "password", "file", "submit", "button", "reset", "image"];
const CHOSEN = ["checkbox", "radio"];
const LONGEST_MARK = 60; // characters; a longer hidden value is a sealed plan, which is another one every time
const COUNT = /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/; // how many rows a form has is part of what was typed
const first = new WeakMap(); // what the fields of a form held when it came, by name
const wanted = new WeakMap(); // what is still to be given back to a form whose parts the server draws
const ROW = /-\d+-/; // in the name of a field of a row
const MORE = "[data-typed-more]"; // the button that adds a row
const FOLLOWS = "[data-typed-follows]"; // what the server draws anew after a change in it
const asked = new WeakMap(); // what a form held when a part of it was asked for
const since = new WeakMap(); // what was typed in it before the part came
let leaving = false;
let signingOut = false;

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
  const about = hiddenOf(form).filter(
    (field) => !isMark(field) && !COUNT.test(field.name) && !/^(csrfmiddlewaretoken|next)$/.test(field.name),
  );
  if (about.some((field) => field.value.length > LONGEST_MARK)) return null;
  const path = anyLanguage(new URL(form.getAttribute("action") || location.pathname, location).pathname);
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
/* The fields of a form by a name of their own, whatever rows come and go around them. */
function namedFields(form) {
  const named = new Map();
  for (const field of fieldsOf(form)) {
    const name = CHOSEN.includes(field.type) ? `${field.name}=${field.value}` : field.name;
    named.set(named.has(name) ? `${name} ${named.size}` : name, field);
  }
  return named;
}
/* A part of a form that the server draws again shows what was typed as if it had always been there. */
function asFirst(form) {
  if (!first.has(form)) first.set(form, new Map([...namedFields(form)].map(([name, field]) => [name, asShown(field)])));
  return first.get(form);
}
const empty = (value) => (Array.isArray(value) ? [] : typeof value === "boolean" ? false : "");
const valuesOf = (form) => [...namedFields(form)].map(([name, field]) => [name, inForm(field)]);
/* What differs from the form as it came, by name; a row that was taken away is an empty one. */
function changesOf(form) {
  const shown = asFirst(form);
  const now = valuesOf(form);
  const named = new Map(now);
  const gone = [...shown].filter(([name]) => !named.has(name)).map(([name, value]) => [name, empty(value)]);
  return [...now, ...gone].filter(([name, value]) => String(value) !== String(shown.get(name) ?? empty(value)));
}
/* A refused form holds what was typed, which is saved nowhere. */
const isDirty = (form) => form.querySelector(".errorlist") !== null || changesOf(form).length > 0;

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
  if (!key || wanted.has(form)) return;
  const changed = changesOf(form);
  const marks = hiddenOf(form).filter(isMark);
  store(key, changed.length ? { changed, marks: marks.map((field) => [field.name, field.value]) } : null);
}

/* What was typed, over what the page shows; with the marks of what its reader saw then, so that a change of somebody
   else in between is told when it is saved. */
function restore(form, fresh = true) {
  const key = keyOf(form);
  const kept = key && store(key);
  asFirst(form);
  if (!kept || form.querySelector(".errorlist")) return;
  const marks = hiddenOf(form).filter(isMark);
  const shown = marks.map((field) => field.value);
  const missing = give(form, kept.changed);
  if (form.querySelector(FOLLOWS)) wanted.set(form, missing);
  if (!changesOf(form).length && !missing.length) {
    wanted.delete(form);
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
    if (isDirty(form)) anew();
    else fieldsOf(form)[0].focus();
  });
  form.before(notice);
}

/* Parts of a form were drawn again with what was typed: only its page has it as it came. */
function anew() {
  leaving = true;
  location.reload();
}

/* Put back what there is a field for; the rest. */
function give(form, changed) {
  const named = namedFields(form);
  for (const [name, value] of changed) if (named.has(name)) put(named.get(name), value);
  return changed.filter(([name, value]) => !named.has(name) && String(value));
}

/* Ask the server for the next row; when all are there, for what follows from them. */
function ask(form) {
  const more = wanted.get(form).some(([name]) => ROW.test(name)) && form.querySelector(MORE);
  if (more) more.click();
  else htmx.trigger(form.querySelector(FOLLOWS), "change");
}

/* A part that was asked for has come. */
function goOn(form) {
  const before = wanted.get(form);
  const missing = give(form, before);
  wanted.delete(form);
  if (!before.some(([name]) => ROW.test(name)) || missing.length === before.length) return;
  wanted.set(form, missing);
  ask(form);
}

/* Whether the form that led to this page did its work; not on a page of errors, nor where signing in stands between,
   nor where the reader has come another way because no answer came. */
function arrive() {
  const sent = store(SENT);
  store(SENT, null);
  if (!sent || !reader) return;
  const [visit] = performance.getEntriesByType("navigation");
  const from = document.referrer && new URL(document.referrer).pathname;
  if (from !== sent.from || !(visit?.redirectCount || location.pathname === sent.to)) return;
  const refused = visit?.responseStatus >= 400 || document.querySelector("main .errorlist");
  if (!refused && visit?.type === "navigate") store(sent.key, null);
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
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt === document.body) for (const form of typedForms(elt)) if (wanted.has(form)) ask(form);
    if (elt === document.body) return;
    for (const form of typedForms(elt)) restore(form, false);
    const around = elt.closest("form");
    if (!isTyped(around) || around === elt) return;
    if (wanted.has(around)) goOn(around);
    keep(around);
  });
  /* The server draws a part with what it was sent; what was typed meanwhile stays over it. */
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    const form = target.closest("form");
    if (isTyped(form)) asked.set(form, new Map(valuesOf(form)));
  });
  document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig } }) => {
    const form = requestConfig.elt.closest("form");
    const then = asked.get(form);
    if (then)
      since.set(
        form,
        valuesOf(form).filter(([name, value]) => String(value) !== String(then.get(name))),
      );
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    const form = target.closest("form");
    if (since.has(form)) give(form, since.get(form));
    since.delete(form);
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
    const to = new URL(form.getAttribute("action") ?? "", location).pathname;
    if (isTyped(form)) store(SENT, { key: keyOf(form), from: location.pathname, to });
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
