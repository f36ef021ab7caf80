/* What every page shares: theme, menus, the CSRF token of HTMX requests, and links that keep the query. */

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});

/* A request that could not be sent makes HTMX reject a promise of its own, with nothing; whoever sent it hears
   htmx:sendError and tells the reader. */
addEventListener("unhandledrejection", (event) => {
  if (event.reason === undefined) event.preventDefault();
});

/* The theme changes at once; the form tells the server, whose cookie makes the next page right. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.matches("[data-theme-toggle]")) return;
  event.preventDefault();
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const body = new FormData(event.target);
  root.dataset.theme = dark ? "light" : "dark";
  body.set("theme", root.dataset.theme);
  button.value = dark ? "dark" : "light";
  fetch(event.target.action, { method: "POST", body, redirect: "manual" });
});

/* The other language keeps the page, its query and its anchor as they are now. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-keep-query]");
  if (link) link.href = new URL(link.href).pathname + location.search + location.hash;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* A field for several names, between ";": what it proposes is for the last one, and keeps those before it. */
document.addEventListener("input", (event) => {
  const list = event.target.list;
  if (list?.id !== "people") return;
  const before = /^.*; ?/.exec(event.target.value)?.[0] ?? "";
  if (before === (list.dataset.before ?? "")) return;
  for (const option of list.options) option.value = before + option.value.slice((list.dataset.before ?? "").length);
  list.dataset.before = before;
});

/* A dialog that HTMX brings opens itself over the page, and is gone when it is closed or its form is done. */
document.addEventListener("htmx:load", (event) => {
  const dialog = event.detail.elt;
  if (!dialog.matches("dialog[data-modal]")) return;
  dialog.addEventListener("close", () => {
    dialog.remove();
    /* What opened it may have gone with the answer, and the focus with it. */
    if (document.activeElement === document.body) {
      document.querySelector(dialog.dataset.after)?.focus({ preventScroll: true });
    }
  });
  dialog.showModal();
});
document.addEventListener("click", (event) => {
  const close = event.target.closest("dialog[data-modal] [data-close]");
  if (!close) return;
  event.preventDefault();
  close.closest("dialog").close();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const dialog = event.detail.elt.closest("dialog[data-modal]");
  if (dialog && dialog.dataset.modal !== "stay" && event.detail.successful) dialog.close();
});
