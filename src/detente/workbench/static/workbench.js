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

  const plot = () => {
    const drawn = [...chart.querySelectorAll("svg")].find((each) => each.clientWidth > 0);
    const band = drawn && drawn.querySelector(".background");
    const all = chart.getBoundingClientRect();
    const box = (band || chart).getBoundingClientRect();
    return { left: box.left - all.left, width: box.width };
  };
  const at = (event) => {
    const { left, width } = plot();
    const place = (event.clientX - chart.getBoundingClientRect().left - left) / width;
    return Math.min(Math.max(place, 0), 0.9999);
  };
  const show = (from, to) => {
    const { left, width } = plot();
    brush.style.left = `${left + Math.min(from, to) * width}px`;
    brush.style.width = `${Math.abs(to - from) * width}px`;
  };

  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    start = at(event);
    brush = document.createElement("div");
    brush.className = "brush";
    chart.append(brush);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    if (start !== null) show(start, at(event));
  });
  chart.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const [first, last] = [start, at(event)].sort((a, b) => a - b);
    start = null;
    brush.remove();
    const { width } = plot();
    if ((last - first) * width < 8) return;
    const form = document.querySelector("form.filters");
    form.elements.since.value = periods[Math.floor(first * periods.length)][0];
    form.elements.until.value = periods[Math.floor(last * periods.length)][1];
    form.requestSubmit();
  });
}
