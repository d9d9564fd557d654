import assert from "node:assert/strict";
import { test } from "node:test";
import { barChart } from "#src/charts/bar-chart.js";
import { scatterChart } from "#src/charts/scatter-chart.js";
import { stepChart } from "#src/charts/step-chart.js";

const result = (year: number, value: number, name = `of ${year}`) => ({ date: new Date(Date.UTC(year, 0, 1)), value, name, href: `/${year}` });
const results = [result(2020, 70), result(2016, 50), result(2018, 40), result(2022, 65), result(2021, 80, "<b>")];
const y = { name: "%", format: String };
const pointsOf = (svg: string): number[][] => (/<polyline[^>]*points="([^"]*)"/.exec(svg)?.[1] ?? "").split(" ").map((pair) => pair.split(",").map(Number));

test("a step wherever a result was better than all before it, to the end; the others are dots", () => {
  const svg = stepChart({ label: "best of its time", y, better: "higher", series: [{ color: 0, name: "claimed", results }] }).toString();
  const points = pointsOf(svg);
  assert.equal(points.length, 6, "one point to begin with, two for each of two steps, one for the end");
  assert.deepEqual(points[1], [points[2]?.[0], points[0]?.[1]], "straight on, then up");
  assert.ok((points[2]?.[1] ?? 0) < (points[1]?.[1] ?? 0));
  assert.equal(points[5]?.[1], points[4]?.[1]);
  assert.equal(svg.match(/class="dot faint"/g)?.length, 2);
  assert.match(svg, /<a href="\/2018"><circle.*?<title>of 2018: 40, 2018-01-01<\/title>/);
  assert.match(svg, /class="said"[^>]*>&lt;b&gt;<\/text>/);
  const lower = stepChart({ label: "x", y, better: "lower", series: [{ color: 0, name: "claimed", results }] }).toString();
  assert.equal(pointsOf(lower).length, 4);
  assert.doesNotMatch(stepChart({ label: "x", y, series: [{ color: 0, name: "claimed", results }] }).toString(), /<polyline|faint/, "nothing is best where no way is better");
  assert.doesNotMatch(stepChart({ label: "x", y, better: "higher", series: [] }).toString(), /NaN|Infinity/);
});

test("what nothing beats in quality and in cost has a line through it", () => {
  const point = (x: number, value: number, name: string) => ({ x, y: value, name, color: 0 });
  const svg = scatterChart({ label: "x", x: { name: "cost", format: String }, y, points: [point(10, 50, "small"), point(1000, 90, "large"), point(100, 40, "beaten"), point(2000, 90, "dear")] }).toString();
  assert.equal(pointsOf(svg).length, 2);
  assert.deepEqual([...svg.matchAll(/class="said"[^>]*>([^<]*)/g)].map(([, name]) => name), ["small", "large"]);
});

test("bars are as high as their numbers; the last one has its name", () => {
  const svg = barChart("papers", Array.from({ length: 40 }, (_, index) => ({ name: String(1986 + index), value: index }))).toString();
  const heights = [...svg.matchAll(/<rect[^>]*height="([\d.]+)"/g)].map(([, height]) => Number(height));
  assert.ok(Math.abs((heights[20] ?? 0) / (heights[10] ?? 1) - 2) < 0.05);
  assert.match(svg, />2025<\/text>/);
  assert.doesNotMatch(svg, />2024<\/text>/);
});
