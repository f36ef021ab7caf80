/* Links that make a document ([data-export]): a large one takes seconds, so say that it is on its way.
   Without this script they are plain downloads. */

const words = document.getElementById("export-words");
const say = (text) => {
  words.textContent = text;
};

const download = (blob, header) => {
  const name = /filename="([^"]+)"/.exec(header)?.[1] ?? "matrix";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/* One at a time per link; an answer that is no document is a page that says why: go there. */
const make = async (link) => {
  const menu = link.closest("details")?.querySelector("summary") ?? link;
  menu.setAttribute("aria-busy", "true");
  link.setAttribute("aria-disabled", "true");
  say(words.dataset.busy);
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      location.assign(link.href);
      return;
    }
    download(await answer.blob(), answer.headers.get("Content-Disposition") ?? "");
    say(words.dataset.done);
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
