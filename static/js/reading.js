/* A form that sends a file (includes/reading.html): once that takes longer than a moment, say how long it has been
   read, and let it be stopped. The page that comes then says so. */

const MOMENT = 1_000; // milliseconds

const box = document.querySelector("[data-reading]");
const form = box?.closest("form");
const [bar, words, button] = ["progress", "[data-words]", "button"].map((part) => box?.querySelector(part));
let timer = 0;

const begin = () => {
  const since = Date.now();
  clearInterval(timer);
  timer = setInterval(() => {
    const seconds = Math.floor((Date.now() - since) / 1000);
    box.hidden = false;
    bar.value = seconds;
    words.textContent = words.dataset.words.replace("%(seconds)s", seconds);
  }, MOMENT);
};

/* A page that comes back from the browser's memory reads nothing. */
const end = () => {
  clearInterval(timer);
  box.hidden = true;
  button.disabled = false;
};

const stop = () => {
  button.disabled = true;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  fetch(box.dataset.reading, { method: "POST", body });
};

if (form) {
  addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) begin();
  });
  button.addEventListener("click", stop);
  addEventListener("pageshow", end);
}
