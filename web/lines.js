// Leads from what is said of a line to that line in the field beside it.
//
// A link says `data-line` and `data-column`, both from 1, and leads to the field by its address; without this script it
// leads to the field and no further.
// @ts-check

/** @param {HTMLTextAreaElement} field @param {number} line @param {number} column */
function show(field, line, column) {
  const lines = field.value.split("\n");
  const before = lines.slice(0, line - 1).join("\n");
  const words = lines[line - 1] ?? "";
  const start = before.length + (line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start + [...words].slice(0, column - 1).join("").length, start + words.length);
  const height = field.scrollHeight / Math.max(1, lines.length);
  field.scrollTop = Math.max(0, height * (line - 3));
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-line]") : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  const field = document.getElementById(link.hash.slice(1));
  if (!(field instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  show(field, Number(link.dataset.line), Number(link.dataset.column));
});
