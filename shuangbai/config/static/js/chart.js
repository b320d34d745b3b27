// Draws the figures of a page from the JSON beside their tables. The table is the truth: if the
// library does not come, it stays open and says so. SVG, so that paper is as sharp as the screen;
// tooltips are drawn in it too, because HTML ones would need inline style, which the policy forbids.
import { drawing } from "./chart_kinds.js";

const LIBRARY = "../vendor/echarts.common.min.js";
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function theme() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  return {
    ink: token("--ink"),
    quiet: token("--ink-2"),
    line: token("--line"),
    card: token("--card"),
    font: token("--font"),
    lines: [token("--chart-1"), token("--chart-2"), token("--chart-3")],
    fill: token("--chart-fill"),
    size: parseFloat(style.fontSize),
    moving: !calm.matches,
  };
}

function follow(url) {
  if (url) window.location.assign(url);
}

// Who wants nothing to move has the chart finished within its first call: listen before that.
function begun(echarts, plot) {
  const chart = echarts.init(plot, null, { renderer: "svg", locale: "ZH" });
  chart.on("finished", () => {
    // On paper the drawing takes the width of the paper.
    const svg = plot.querySelector("svg");
    svg?.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    plot.dataset.state = "drawn";
  });
  return chart;
}

function draw(echarts, plot, data) {
  let chart;
  let drawn = 0;
  const again = () => {
    const width = plot.clientWidth;
    if (!width || width === drawn) return;
    drawn = width;
    const found = drawing(data, width, theme());
    plot.style.height = `${found.height}px`;
    chart ??= begun(echarts, plot);
    chart.resize({ width, height: found.height });
    chart.setOption(found.option, { notMerge: true });
    plot.addressAt = (event) => found.address(event, chart);
  };
  again();
  const pressed = (event) => plot.addressAt(event.event ?? event);
  chart.getZr().on("click", (event) => follow(pressed(event)));
  new ResizeObserver(again).observe(plot);
  new MutationObserver(() => { drawn = 0; again(); })
    .observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
}

async function show(figure) {
  const plot = figure.querySelector(".chart-plot");
  const table = figure.querySelector(".chart-table");
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  try {
    await import(LIBRARY);
    draw(window.echarts, plot, data);
  } catch (error) {
    plot.hidden = true;
    figure.querySelector(".chart-broken").hidden = false;
    table.open = true;
    throw error;
  }
}

const near = new IntersectionObserver((seen) => {
  for (const one of seen.filter((entry) => entry.isIntersecting)) {
    near.unobserve(one.target);
    show(one.target);
  }
}, { rootMargin: "300px" });

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const plot = figure.querySelector(".chart-plot");
  if (!plot) continue;
  plot.hidden = false;
  plot.dataset.state = "waiting";
  figure.querySelector(".chart-table").open = false;
  near.observe(figure);
}
