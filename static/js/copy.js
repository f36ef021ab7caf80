/* Copy what a field holds; without this script, and without the clipboard of a secure page, it is selected by hand. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const said = document.getElementById("copied");
    field.select();
    await navigator.clipboard.writeText(field.value).then(
      () => {
        said.textContent = said.dataset.done;
      },
      () => {},
    );
  });
}
