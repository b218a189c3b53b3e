/* Fills in the time zone that the browser knows. Without this script the page's guess stands, and
   the choice can be seen wherever there is no guess. */
(() => {
  const zone = document.querySelector("select[data-time-zone]");
  if (!zone) return;
  const fold = zone.closest("details");
  const places = {
    language: document.querySelector("#id_language"),
    zone,
  };

  function say() {
    for (const [name, field] of Object.entries(places)) {
      const place = document.querySelector(`[data-place="${name}"]`);
      place.textContent = field.selectedOptions[0]?.textContent ?? "";
    }
  }

  const known = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some((option) => option.value === known)) {
    zone.value = known;
    fold.open = false;
  }
  say();
  for (const field of Object.values(places)) field.addEventListener("change", say);
})();
