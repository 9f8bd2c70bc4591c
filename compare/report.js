// What the HTML report can do besides: rows sorted by a column, programs filtered by name, folded
// tables opened for printing. Without it the page holds the same.
"use strict";
(() => {
  const rowsOf = (table) => [...table.tBodies[0].rows];

  // What a column is sorted by: numbers as measured, whatever unit they are shown in.
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };

  const compare = (a, b) => {
    if (typeof a !== typeof b)
      return typeof a === "number" ? -1 : 1;
    return typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
  };

  // Rising, falling, and back to the order and the groups of the report.
  const sort = (table, original, heading, column) => {
    const orders = { none: "ascending", ascending: "descending", descending: "none" };
    const order = orders[heading.getAttribute("aria-sort") || "none"];
    for (const other of heading.parentNode.cells)
      other.removeAttribute("aria-sort");
    let rows = original;
    if (order !== "none") {
      const sign = order === "ascending" ? 1 : -1;
      rows = original.filter((row) => row.className !== "group").sort(
        (a, b) => sign * compare(keyOf(a, column), keyOf(b, column)));
      heading.setAttribute("aria-sort", order);
    }
    table.tBodies[0].replaceChildren(...rows);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const original = rowsOf(table);
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.append(...heading.childNodes);
      button.title = "sort";
      button.onclick = () => sort(table, original, heading, column);
      heading.append(button);
    });
  }

  // A group's heading stays as long as one of its programs does.
  const filter = (table, part) => {
    for (const body of table.querySelectorAll("tbody:not(.means)")) {
      let group = null;
      for (const row of body.rows) {
        if (row.className === "group") {
          group = row;
          row.hidden = true;
          continue;
        }
        row.hidden = !row.cells[0].textContent.includes(part);
        if (group && !row.hidden)
          group.hidden = false;
      }
    }
  };

  const scroll = document.querySelector(".matrix .scroll");
  if (scroll) {
    const label = document.createElement("label"), input = document.createElement("input");
    label.className = "tools";
    input.type = "search";
    input.placeholder = "filter programs";
    input.setAttribute("aria-label", "filter programs by a part of their name");
    input.oninput = () => document.querySelectorAll("table.programs").forEach(
      (table) => filter(table, input.value.trim()));
    label.append(input);
    scroll.before(label);
  }

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details"))
      details.open = true;
  });
})();
