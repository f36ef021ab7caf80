/* Links that make a document ([data-export]): a large one takes seconds, so say that it is on its way.
   Without this script they are plain downloads. */

const SHOWN = 8_000; // milliseconds; how it ended stays long enough to be read, what went wrong until the next time
const words = document.getElementById("export-words");
let fade = 0;
const say = (text, passing = false) => {
  clearTimeout(fade);
  words.className = text ? "toast" : "vh";
  words.textContent = text;
  if (passing) fade = setTimeout(() => say(""), SHOWN);
};

const download = (blob, header) => {
  const name = /filename="([^"]+)"/.exec(header)?.[1] ?? "matrix";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/* The menu closes, and says that it is busy until the document is here. */
const close = (menu) => {
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
};

/* One at a time per link; an answer that is no document is a page that says why, or that waits for it: go there. */
const make = async (link) => {
  const menu = link.closest("details")?.querySelector("summary") ?? link;
  close(link.closest("details"));
  menu.setAttribute("aria-busy", "true");
  link.setAttribute("aria-disabled", "true");
  say(words.dataset.busy);
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      location.assign(answer.redirected ? answer.url : link.href);
      return;
    }
    download(await answer.blob(), answer.headers.get("Content-Disposition") ?? "");
    say(words.dataset.done, true);
  } catch {
    say(words.dataset.failed);
  } finally {
    menu.removeAttribute("aria-busy");
    link.removeAttribute("aria-disabled");
  }
};

function onClick(event) {
  const link = event.target.closest("a[data-export]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (!link.hasAttribute("aria-disabled")) make(link);
}

if (words) document.addEventListener("click", onClick);
