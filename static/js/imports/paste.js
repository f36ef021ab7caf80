/* A table that is pasted brings its merged cells along, as far as its program gives them;
   without this script its text. */

const MOST = 400_000; // characters
const KEPT = ["colspan", "rowspan", "hidden", "alt", "type", "checked"];
const field = document.getElementById("id_pasted");
const table = document.getElementById("id_pasted_html");

/* The tables of what was copied, without looks and addresses. Styles get another name, for this site applies none. */
function tables(html) {
  const plain = html.replace(/<style.*?<\/style>/gis, "").replace(/\bstyle=/gi, "data-style=");
  const { body } = new DOMParser().parseFromString(plain, "text/html");
  if (!body.querySelector("table")) return "";
  for (const part of body.querySelectorAll("script, link, meta")) part.remove();
  for (const part of body.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (!KEPT.includes(name) && !/display|mso-/.test(value)) part.removeAttribute(name);
    }
  }
  return `<html>${body.innerHTML.replaceAll("data-style=", "style=")}</html>`;
}

field?.addEventListener("paste", (event) => {
  const alone = field.selectionEnd - field.selectionStart === field.value.length;
  const found = alone ? tables(event.clipboardData.getData("text/html")) : "";
  table.value = found.length <= MOST ? found : "";
});
field?.addEventListener("input", (event) => {
  if (event.inputType !== "insertFromPaste") table.value = ""; // what is seen is what is read
});
