// What the theme's scripts leave out for keyboards and screen readers.

function makeTabsReachable() {
  // The language tabs are links without an address.
  for (const tab of document.querySelectorAll("#content nav a:not([href])")) {
    tab.setAttribute("role", "button");
    tab.tabIndex = 0;
    tab.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        tab.click();
      }
    });
  }
}

function nameSearchFields() {
  // A choice with search is a new field beside the one that has the label.
  for (const box of document.querySelectorAll(".select2-container")) {
    const label = box.previousElementSibling?.labels?.[0];
    const field =
      box.querySelector(".select2-search__field") ?? box.querySelector(".select2-selection");
    if (label && field) {
      field.setAttribute("aria-label", label.textContent.trim());
    }
  }
}

function keepPlainFileFields() {
  // The theme's script writes the chosen name into a text field that only its own widget has.
  for (const field of document.querySelectorAll("input[type=file]")) {
    if (!field.parentNode.parentNode.parentNode.querySelector("input[type=text]")) {
      field.hasChangeListener = true;
    }
  }
}

function beginLabelsWithOneCapital() {
  const language = document.documentElement.lang;
  for (const cell of document.querySelectorAll("[data-label]")) {
    const [first, ...rest] = cell.dataset.label;
    cell.dataset.label = [(first ?? "").toLocaleUpperCase(language), ...rest].join("");
  }
}

document.addEventListener("DOMContentLoaded", makeTabsReachable);
document.addEventListener("DOMContentLoaded", beginLabelsWithOneCapital);
document.addEventListener("DOMContentLoaded", keepPlainFileFields);
window.addEventListener("load", nameSearchFields);
