/* What this tab keeps for its reader until it is done with: what was typed, and what was not read. It stays in the
   browser, and is forgotten when the reader signs out. */

export const reader = document.querySelector("meta[name=reader]")?.content;
const OURS = /^(typed|refused) /;

/* A page in any language. */
export const anyLanguage = (path) => path.replace(/^\/(fr|en)\//, "/");

export function store(key, value) {
  try {
    if (value === undefined) return JSON.parse(sessionStorage.getItem(key));
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* Full or forbidden: the page still asks before it is left. */
  }
  return null;
}

export function forget() {
  for (const key of Object.keys(sessionStorage)) if (OURS.test(key)) store(key, null);
}
