/* What a script adds to pages that are whole without it: the month by arrow keys, addresses copied
   by a button, and steps through calendar and lists that change the content alone (htmx) and keep
   focus, title and history. */
(() => {
  const STEPS = ".views, .calendar-bar";
  const KEYS = { Home: "first", End: "last", PageUp: "prev", PageDown: "next" };
  let toDay = null; // what goes to a day of the month that is being asked for
  let returnTo = null; // what puts the focus back once the next content is there

  // Outside of what is exchanged: only then does a screen reader hear that it changed.
  const live = document.createElement("p");
  live.className = "unseen";
  live.setAttribute("role", "status");
  document.body.append(live);

  function days() {
    return [...document.querySelectorAll("[data-month-grid] [data-day]")];
  }

  function prepareGrid() {
    const cells = days();
    if (!cells.length) return;
    for (const cell of cells) cell.tabIndex = -1;
    (cells.find((cell) => cell.matches(".today")) ?? cells[0]).tabIndex = 0;
    document.querySelector("[data-month-keys]").hidden = false;
  }

  function goTo(cell) {
    for (const other of days()) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
    const heading = cell.closest("table").rows[0].cells[cell.cellIndex].querySelector("abbr").title;
    const names = [...cell.querySelectorAll(".event a, .bar-on .unseen")];
    live.textContent = [`${heading} ${cell.dataset.day}`, ...names.map((one) => one.textContent.trim())].join(". ");
  }

  /* To the month before or after, and there to the day that `choose` finds among its cells. */
  function leave(rel, choose) {
    const link = document.querySelector(`.calendar-bar a[rel="${rel}"]`);
    if (!link) return;
    toDay = () => goTo(choose(days()));
    link.click();
    toDay = null;
  }

  function onGridKey(event) {
    const cell = event.target;
    if (!cell.matches("[data-month-grid] [data-day]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const cells = days();
    const at = cells.indexOf(cell);
    const ahead = document.dir === "rtl" ? -1 : 1;
    const step = { ArrowRight: ahead, ArrowLeft: -ahead, ArrowDown: 7, ArrowUp: -7 }[event.key];
    const same = (others) => others[Math.min(at, others.length - 1)];
    if (step) {
      const to = at + step;
      if (to < 0) leave("prev", (others) => others[others.length + to]);
      else if (to >= cells.length) leave("next", (others) => others[to - cells.length]);
      else goTo(cells[to]);
    } else if (event.key === "Enter") cell.querySelector("a")?.click();
    else if (KEYS[event.key] === "first") goTo(cells[0]);
    else if (KEYS[event.key] === "last") goTo(cells[cells.length - 1]);
    else if (KEYS[event.key]) leave(KEYS[event.key], same);
    else return;
    event.preventDefault();
  }

  /* The same step or view as the one that was pressed, which is another element afterwards. */
  function toSame(pressed) {
    const place = pressed.closest(STEPS)?.classList[0];
    if (!place) return null;
    const name = pressed.textContent.trim();
    return () => {
      const ones = [...document.querySelectorAll(`.${place} a, .${place} button`)];
      const same = ones.find((one) => (pressed.rel ? one.rel === pressed.rel : one.textContent.trim() === name));
      same?.focus({ preventScroll: true });
    };
  }

  function prepareCopying() {
    for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
  }

  async function copy(button) {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not a secure page, or not allowed: what is selected can be copied by hand.
      if (!document.execCommand("copy")) return;
    }
    live.textContent = button.textContent = button.dataset.copied;
  }

  document.addEventListener("keydown", onGridKey);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copies]");
    if (button) copy(button);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.detail.boosted) return;
    returnTo = toDay ?? toSame(event.target.matches("a") ? event.target : document.activeElement);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "content") return;
    prepareGrid();
    prepareCopying();
    live.textContent = document.title;
    returnTo?.();
    returnTo = null;
    const focused = document.activeElement;
    if (!focused || focused === document.body) document.querySelector("#content").focus({ preventScroll: true });
  });
  // What cannot be exchanged is opened as the link would have opened it.
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, (event) => {
      if (event.detail.boosted) location.assign(event.detail.pathInfo.finalRequestPath);
    });
  }
  prepareGrid();
  prepareCopying();
})();
