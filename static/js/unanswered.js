/* What was sent and came to nothing is told where it was sent from: no answer came, or the server could not do it. What
   was typed stays as it is, and so does the focus. Letters of the matrix have a way of their own (grid/save.js). */

const words = document.getElementById("unanswered").dataset;
const PATIENCE = 5_000; // milliseconds for a server to say that it is there
const told = new WeakMap(); // what is said of what was sent from an element
const asked = new WeakSet(); // forms of which it is not known yet whether anybody would answer them
const sure = new WeakSet();

/* Above the button that was pressed; for what follows from a field, where its answer would have come. */
function tell(from, text, before, within) {
  const note = told.get(from) ?? document.createElement("p");
  if (note.isConnected && note.textContent === text && !before) return; // said once while somebody types
  note.setAttribute("role", "alert");
  note.className = "notice err told";
  if (before) before.before(note);
  else {
    within.querySelector(".coming")?.remove();
    within.prepend(note);
  }
  note.textContent = text;
  note.scrollIntoView({ block: "nearest" });
  told.set(from, note);
}

const rowOf = (button) => button.closest("form .row") ?? button;

function textOf(status, read) {
  if (!status) return read ? words.unread : words.unsent;
  if (status === 503) return read ? words.closed : words.away;
  return status >= 500 ? words.broken : words.refused;
}

function onFailure({ detail: { elt, target, xhr, requestConfig } }) {
  const { triggeringEvent: event, verb } = requestConfig;
  if (!elt.isConnected || !(elt.closest("form, [hx-get]") || target.closest("dialog"))) return;
  const read = verb === "get";
  const pressed = event?.submitter ?? (event?.type === "click" && event.target.closest("button"));
  tell(elt, textOf(xhr.status, read), !read && pressed ? rowOf(pressed) : null, target);
}

for (const kind of ["sendError", "timeout", "responseError"]) document.addEventListener(`htmx:${kind}`, onFailure);
document.addEventListener("htmx:beforeOnLoad", ({ detail: { elt, xhr } }) => {
  if (xhr.status < 400) told.get(elt)?.remove();
});

/* Without an answer a plain form would lead to a page of the browser's, where files that were chosen are lost. */
function isAnswered() {
  const how = { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  return fetch("/healthz", how).then(
    () => true,
    () => false,
  );
}

const hasFiles = (form) => [...form.elements].some((field) => field.files?.length);

addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || sure.delete(form) || !form.matches("main form[method=post]:not([target])")) return;
  if (navigator.onLine && !hasFiles(form)) return; // text comes back by itself (typed.js)
  event.preventDefault();
  if (asked.has(form)) return;
  asked.add(form);
  const answered = await isAnswered();
  asked.delete(form);
  if (answered) {
    sure.add(form);
    form.requestSubmit(submitter);
  } else tell(form, words.unsent, submitter ? rowOf(submitter) : null, form);
});
