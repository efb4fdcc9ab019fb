"use strict";
// Draws each chart from the specification beside it. `ast`: Vega reads its expressions itself, as the page's policy forbids eval.
(() => {
  const options = { mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } };
  for (const shown of document.querySelectorAll("[data-chart]")) {
    const specification = JSON.parse(document.getElementById(shown.dataset.chart).textContent);
    vegaEmbed(shown.firstElementChild, specification, options).then(
      () => { shown.dataset.drawn = "yes"; },
      () => { shown.replaceChildren("This chart could not be drawn here. Its numbers are in the table."); },
    );
  }
})();
