const table = document.getElementById("claims");
const body = table.tBodies[0];
const at = id => document.getElementById(id);
const kept = ["source", "measure"].filter(at);
const rows = [...body.rows].map(row => ({row, text: plain(row.textContent + " " + row.dataset.words)}));

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// Each word of a search begins a word of the row: "nis" finds no Ukrainian ministry.
function show() {
  const words = plain(at("find").value).split(/\s+/).filter(Boolean).map(word => {
    const start = /^[\p{L}\p{N}]/u.test(word) ? "(?<![\\p{L}\\p{N}])" : "";
    return new RegExp(start + word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"), "u");
  });
  let shown = 0;
  for (const {row, text} of rows) {
    const fits = words.every(word => word.test(text)) && kept.every(id => !at(id).value || row.dataset[id] === at(id).value);
    row.hidden = !(fits && (!at("primary").checked || row.dataset.primary));
    shown += !row.hidden;
  }
  at("count").textContent = shown === rows.length ? `${shown} figures` : `${shown} of ${rows.length} figures`;
}

function key(row, column) {
  const cell = row.cells[column];
  return cell.dataset.order ?? plain(cell.textContent.trim());
}

[...table.tHead.rows[0].cells].forEach((head, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const down = head.ariaSort === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.sort((a, b) => key(a.row, column).localeCompare(key(b.row, column), "en", {numeric: true}) * (down ? -1 : 1));
    body.append(...rows.map(({row}) => row));
  });
});
for (const id of ["find", ...kept]) at(id).addEventListener("input", show);
at("primary").addEventListener("change", show);
document.querySelector(".controls").hidden = false;
show();
