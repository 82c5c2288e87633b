// All pages are read without this; it lets a time be chosen on a chart.
"use strict";

// A chart that lies by itself is put into the page: there it has the page's ink, and shows where its plot is.
for (const picture of document.querySelectorAll(".chart picture")) {
  const image = picture.querySelector("img");
  const put = async () => {
    const answer = await fetch(image.currentSrc, { cache: "force-cache" });
    if (!answer.ok) return;
    const text = (await answer.text()).replace(/<style>.*?<\/style>/, "");
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    drawn.classList.remove("narrow");
    picture.parentElement.querySelector("svg")?.remove();
    picture.after(drawn);
    picture.hidden = true;
  };
  image.addEventListener("load", put);
  if (image.complete && image.naturalWidth) put();
}

for (const chart of document.querySelectorAll("[data-periods]")) {
  const periods = chart.dataset.periods.split(",").map((each) => each.split(" "));
  const hint = document.querySelector(".brushing");
  if (hint) hint.hidden = !window.matchMedia("(pointer: fine)").matches;
  let start = null;
  let brush = null;

  const from = () => chart.getBoundingClientRect().left;
  // Where each period begins and ends: as its unseen band lies in the drawing, else as if all were as wide.
  const bands = () => {
    const drawn = [...chart.querySelectorAll("svg")].find((each) => each.clientWidth > 0);
    const drawnBands = drawn ? [...drawn.querySelectorAll("path[opacity='0']")] : [];
    if (drawnBands.length === periods.length) {
      return drawnBands.map((each) => each.getBoundingClientRect()).map(({ left, right }) => [left - from(), right - from()]);
    }
    const width = chart.getBoundingClientRect().width / periods.length;
    return periods.map((_, number) => [number * width, (number + 1) * width]);
  };
  const nearest = (place) => {
    const away = bands().map(([left, right]) => Math.max(left - place, place - right, 0));
    return away.indexOf(Math.min(...away));
  };
  const show = (one, other) => {
    const [first, last] = [nearest(one), nearest(other)].sort((a, b) => a - b);
    const all = bands();
    brush.style.left = `${all[first][0]}px`;
    brush.style.width = `${all[last][1] - all[first][0]}px`;
    return [first, last];
  };

  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    start = event.clientX - from();
    brush = document.createElement("div");
    brush.className = "brush";
    chart.append(brush);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    if (start !== null) show(start, event.clientX - from());
  });
  chart.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const end = event.clientX - from();
    const [first, last] = show(start, end);
    const far = Math.abs(end - start);
    start = null;
    brush.remove();
    if (far < 8) return;
    const form = document.querySelector("form.filters");
    form.elements.since.value = periods[first][0];
    form.elements.until.value = periods[last][1];
    form.requestSubmit();
  });
}
