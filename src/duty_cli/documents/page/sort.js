"use strict";
// A number as it is written on the page: 12.5, +3, -2, 25/3, 97.5%; NaN for any other text.
const number = (text) => {
  const found = /^([+-]?\d+(?:\.\d+)?)(?:\/(\d+))?%?$/.exec(text);
  return found ? found[1] / (found[2] || 1) : NaN;
};

// Numbers before words, and what is empty last, whichever way they are sorted.
const compare = (one, other, way) => {
  if (!one || !other) return !one - !other;
  const [a, b] = [number(one), number(other)];
  if (isNaN(a) !== isNaN(b)) return isNaN(a) - isNaN(b);
  return way * (isNaN(a) ? one.localeCompare(other, "zh-CN", { numeric: true }) : a - b);
};

const sort = (table, heading, column) => {
  const way = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
  const rows = [...table.tBodies[0].rows].map((row) => [row.cells[column].textContent.trim(), row]);
  rows.sort((one, other) => compare(one[0], other[0], way));
  table.tBodies[0].append(...rows.map((pair) => pair[1]));
};

for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = "按此列排序";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(table, heading, column));
    heading.replaceChildren(button);
  });
}
