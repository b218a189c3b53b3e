/* The month by keyboard: arrows move the day, a live region says where one is. Without this script
   the table is read like any other, and every date in it is a link. */
(() => {
  const grid = document.querySelector("[data-month-grid]");
  if (!grid) return;
  const cells = [...grid.querySelectorAll("[data-day]")];
  const live = document.querySelector("[data-month-live]");
  const width = 7;
  const start = grid.querySelector("td.today[data-day]") || cells[0];
  const ahead = document.dir === "rtl" ? -1 : 1;
  const steps = { ArrowRight: ahead, ArrowLeft: -ahead, ArrowDown: width, ArrowUp: -width };

  for (const cell of cells) cell.tabIndex = -1;
  start.tabIndex = 0;
  document.querySelector("[data-month-keys]").hidden = false;

  function move(from, to) {
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
    const names = [...to.querySelectorAll(".event a, .bar-on .unseen")].map((one) => one.textContent.trim());
    const heading = grid.rows[0].cells[to.cellIndex].querySelector("abbr").title;
    live.textContent = [`${heading} ${to.dataset.day}`, ...names].join(". ");
  }

  function leave(rel) {
    const link = document.querySelector(`.calendar-bar a[rel="${rel}"]`);
    if (link) link.click();
  }

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-day]");
    if (!cell || event.target !== cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = cells.indexOf(cell);
    let to = null;
    if (event.key in steps) to = cells[at + steps[event.key]];
    else if (event.key === "Home") to = cells[0];
    else if (event.key === "End") to = cells[cells.length - 1];
    else if (event.key === "PageUp") leave("prev");
    else if (event.key === "PageDown") leave("next");
    else if (event.key === "Enter") to = null, cell.querySelector("a")?.click();
    else return;
    event.preventDefault();
    if (to) move(cell, to);
  });
})();
