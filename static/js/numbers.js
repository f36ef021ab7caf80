/* Amounts are typed and pasted with either decimal sign and shown with the one that this browser writes: whoever types
   28,75 on a French keyboard reads what they will read everywhere else. The server reads either. */

const parts = new Intl.NumberFormat(navigator.language).formatToParts(1.5);
const sign = parts.find((part) => part.type === "decimal")?.value === "," ? "," : ".";
const isAmount = (target) => target instanceof HTMLInputElement && target.inputMode === "decimal";

/* `62 500,50 $` as 62500.50; null for what is no amount. Signs before groups of three digits only part thousands. */
function read(text) {
  const plain = text.replace(/[\s\u00a0\u202f'’]/g, "").replace(/^(?:CA|C)?\$|(?:\$(?:CA)?|CAD)$/i, "");
  if (!/^-?(?:\d[\d.,]*|[.,]\d+)$/.test(plain)) return null;
  const at = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  if (at < 0) return plain;
  const [whole, decimals] = [plain.slice(0, at), plain.slice(at + 1)];
  const grouped = decimals.length === 3 && !["", "0", "-", "-0"].includes(whole) && !/\..*,|,.*\./.test(plain);
  const digits = whole.replace(/[.,]/g, "");
  return grouped || !decimals ? digits + decimals : `${digits || "0"}${sign}${decimals}`;
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!isAmount(field) || event.isComposing || !/^[.,]$/.test(event.data ?? "") || event.data === sign) return;
  const caret = field.selectionStart;
  field.setRangeText(sign, caret - 1, caret, "end");
});
document.addEventListener("paste", (event) => {
  const field = event.target;
  const amount = isAmount(field) ? read(event.clipboardData.getData("text/plain")) : null;
  if (amount === null) return;
  event.preventDefault();
  field.setRangeText(amount, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
});
for (const field of document.querySelectorAll("input[inputmode=decimal]")) {
  if (field.value) field.value = field.defaultValue = read(field.value) ?? field.value;
}
