import assert from "node:assert/strict";
import { test } from "node:test";
import { intervalChart, intervalRange } from "#src/charts/interval-chart.js";
import { lineChart } from "#src/charts/line-chart.js";
import { points } from "#src/figures.js";

const axis = (name: string) => ({ name, format: (value: number) => value.toFixed(2) });
const chart = (places: readonly (readonly [number, number])[], more = {}) =>
  lineChart({ label: "a chart", x: axis("x"), y: { ...axis("y"), include: 0 }, series: [{ color: 3, points: places, ...more }] }).toString();
const placesOf = (svg: string): number[][] => (/<polyline[^>]*points="([^"]*)"/.exec(svg)?.[1] ?? "").split(" ").map((pair) => pair.split(",").map(Number));

test("a line runs from the axis' left to its right, higher values higher, in proportion", () => {
  const [[x0, y0], [x1, y1], [x2, y2]] = placesOf(chart([[0, 0], [5, 2.5], [10, 10]]));
  assert.deepEqual([x0, x2], [46, 448]);
  assert.ok(Math.abs(x1 - (x0 + x2) / 2) < 0.11);
  assert.ok(Math.abs((y0 - y1) / (y0 - y2) - 0.25) < 0.01);
  assert.deepEqual([y0, y2], [212, 26], "0 and 10 are ticks");
});

test("ticks are round numbers that enclose the values", () => {
  const svg = chart([[1, 0.13], [2, 0.37]]);
  for (const tick of ["0.00", "0.10", "0.20", "0.30", "0.40"]) assert.match(svg, new RegExp(`>${tick}</text>`));
  assert.doesNotMatch(svg, />0\.50</);
});

test("single points, flat lines and no lines at all are drawn", () => {
  assert.match(chart([[1, 1]]), /<circle class="dot s3" cx="247"/);
  for (const svg of [chart([[0, 0], [1, 0]]), chart([])]) assert.doesNotMatch(svg, /NaN|Infinity/);
  const band = chart([[0, 1], [1, 2]], { band: [[0, 2], [1, 3]] });
  assert.match(band, /<polygon class="band s3" points="46,88 448,26 448,150 46,212"/);
  assert.match(chart([[0, 1], [1, 2]], { name: "<b>" }), />&lt;b&gt;<\/text>/);
});

test("intervals lie about their figures on a common axis", () => {
  const rows = [{ color: 0, value: 0.9, low: 0.86, high: 0.93 }, { color: 1, value: 0.88, low: 0.84, high: 0.91 }];
  const range = intervalRange(rows);
  assert.ok(range[0] <= 0.84 && range[1] >= 0.93 && range[1] <= 1);
  const svg = intervalChart("figures", rows, range).toString();
  const [, from, to, dot] = (/whisker s0" x1="([\d.]+)" x2="([\d.]+)"[^>]*\/><circle class="dot s0" cx="([\d.]+)"/.exec(svg) ?? []).map(Number);
  assert.ok(Math.abs((dot - from) / (to - from) - 4 / 7) < 0.01);
  assert.deepEqual(intervalRange([{ color: 0, value: 1, low: 1, high: 1 }]).map((end) => Math.round(100 * end)), [98, 100]);
});

test("differences carry their sign, and zero is no loss", () => {
  assert.deepEqual([0.0123, -0.0123, 0, -0.00001].map((value) => points(value)), ["+1.23", "−1.23", "+0.00", "+0.00"]);
});
