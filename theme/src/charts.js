// Charts from tables: each <figure data-chart> names a JSON script tag; colours come from the theme.
import { init, use } from "echarts/core";
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const probe = document.createElement("canvas").getContext("2d");
// ECharts reads rgb and hex only; the canvas turns any CSS colour into them.
const asRgb = (colour) => {
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return `rgb(${r}, ${g}, ${b})`;
};
const token = (name) => asRgb(getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim());
const grouped = (value) => new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 0 }).format(value);

function options(spec) {
  const ink = token("base-content");
  const rule = token("base-300");
  const rtl = document.documentElement.dir === "rtl";
  const colours = { local: token("primary"), import: token("base-300"), open: token("error"), confirm: token("warning") };
  return {
    animation: false,
    aria: { enabled: true, label: { description: spec.description } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    grid: { top: 36, bottom: 8, left: 8, right: 16, containLabel: true },
    legend: { top: 0, [rtl ? "right" : "left"]: 0, textStyle: { color: ink }, itemWidth: 12, itemHeight: 12, selectedMode: false },
    tooltip: { renderMode: "richText", trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: (v) => `${grouped(v)} ${spec.unit}` },
    xAxis: { type: "value", inverse: rtl, axisLabel: { color: ink, formatter: grouped, hideOverlap: true }, splitLine: { lineStyle: { color: rule } } },
    yAxis: { type: "category", inverse: true, position: rtl ? "right" : "left", data: spec.categories, axisLabel: { color: ink, width: 170, overflow: "break", lineHeight: 14, interval: 0 }, axisTick: { show: false }, axisLine: { lineStyle: { color: rule } } },
    series: spec.series.map((series) => ({
      type: "bar", stack: "all", name: series.name, data: series.values, barMaxWidth: 18,
      itemStyle: { color: colours[series.role], borderColor: token("base-content"), borderWidth: series.role === "import" ? 0.5 : 0 },
    })),
  };
}

function draw(figure) {
  const source = document.getElementById(figure.dataset.chart);
  if (!source || figure.dataset.drawn) return;
  figure.dataset.drawn = "yes";
  const spec = JSON.parse(source.textContent);
  const box = figure.querySelector(".chart");
  box.style.height = `${Math.max(160, 60 + spec.categories.length * 32)}px`;
  const chart = init(box, null, { renderer: "svg" });
  chart.setOption(options(spec));
  new ResizeObserver(() => chart.resize()).observe(box);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(options(spec)));
}

const drawAll = () => document.querySelectorAll("figure[data-chart]").forEach(draw);
document.addEventListener("DOMContentLoaded", drawAll);
document.addEventListener("htmx:afterSettle", drawAll);
