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
  const form = document.getElementById("filter");
  if (form) {
    const words = form.querySelector("input");
    const kind = form.querySelector("select");
    const said = form.querySelector("output");
    const groups = Array.from(document.querySelectorAll("#evidence .sentence"));
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
    // A link into a filtered list must still land.
    window.addEventListener("hashchange", () => {
      const goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (goal && goal.closest("[hidden]")) {
        form.reset();
        apply();
        goal.scrollIntoView();
      }
    });
  }
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details.table")) { fold.open = true; }
  });
})();
