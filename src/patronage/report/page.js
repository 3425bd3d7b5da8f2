"use strict";
// Niceties only: every link, number and fold of the page works without this script.
(function () {
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  if (theme) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const current = () => root.dataset.theme || (dark.matches ? "dark" : "light");
    const name = () => { theme.textContent = current() === "dark" ? "Light" : "Dark"; };
    theme.hidden = false;
    theme.addEventListener("click", () => {
      root.dataset.theme = current() === "dark" ? "light" : "dark";
      name();
    });
    dark.addEventListener("change", name);
    name();
  }
  let filter = null;
  const form = document.getElementById("filter");
  if (form) {
    const words = form.querySelector("input");
    const kind = form.querySelector("select");
    const said = form.querySelector("output");
    const groups = Array.from(document.querySelectorAll(".papers > details > div"));
    const apply = () => {
      const sought = words.value.trim().toLowerCase();
      let shown = 0;
      for (const group of groups) {
        const inText = group.firstElementChild.textContent.toLowerCase().includes(sought);
        let any = false;
        for (const row of group.querySelectorAll(".ev")) {
          const fits = (inText || row.textContent.toLowerCase().includes(sought)) &&
            (!kind.value || row.classList.contains(kind.value));
          row.hidden = !fits;
          any = any || fits;
          shown += fits ? 1 : 0;
        }
        group.hidden = !any;
      }
      said.textContent = sought || kind.value ? shown + " shown" : "";
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", apply);
    filter = { form, apply };
  }
  // A link into a filtered or folded list must still land, also when it is followed twice.
  const reveal = () => {
    const goal = document.querySelector(":target");
    if (!goal) { return; }
    let moved = false;
    if (filter && goal.closest("[hidden]")) { filter.form.reset(); filter.apply(); moved = true; }
    for (let at = goal.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS" && !at.open) { at.open = true; moved = true; }
    }
    if (moved) { goal.scrollIntoView(); }
  };
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link) { setTimeout(reveal, 0); }
  });
  window.addEventListener("load", reveal);
  // Paper has no folds; those that were closed are closed again after printing.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("main details:not([open])"));
    for (const fold of opened) { fold.open = true; }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened) { fold.open = false; }
    opened = [];
  });
})();
