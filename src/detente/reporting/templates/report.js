"use strict";
(function () {
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var specs = JSON.parse(document.getElementById("specs").textContent);

  function reveal(id) {
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    target.scrollIntoView();
  }

  function follow() {
    reveal(decodeURIComponent(location.hash.slice(1)));
  }

  function go(event, item) {
    var anchor = item && item.datum && item.datum.anchor;
    if (!anchor) return;
    var tip = document.getElementById("vg-tooltip-element");
    if (tip) tip.classList.remove("visible");
    if (location.hash === "#" + anchor) follow();
    else location.hash = anchor;
  }

  function draw(place) {
    var options = {
      actions: false,
      ast: true,
      renderer: "svg",
      tooltip: { theme: dark.matches ? "dark" : "light" }
    };
    var spec = specs[place.dataset.chart];
    window.vegaEmbed(place, spec, options).then(function (drawn) {
      drawn.view.addEventListener("click", go);
    }).catch(function () {
      place.textContent = "This chart could not be drawn. The table holds the same numbers.";
    });
  }

  function drawAll() {
    document.querySelectorAll("[data-chart]").forEach(draw);
  }

  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details.chart-table:not([open])"));
    closed.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (part) { part.open = false; });
  });
  document.querySelectorAll("button.open-all").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      button.closest("section").querySelectorAll("details").forEach(function (part) { part.open = true; });
    });
  });
  if (window.matchMedia("(max-width: 600px)").matches) {
    document.querySelectorAll("details.chart-table").forEach(function (part) { part.open = false; });
  }
  window.addEventListener("hashchange", follow);
  dark.addEventListener("change", drawAll);
  drawAll();
  follow();
})();
