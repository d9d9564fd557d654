import assert from "node:assert/strict";
import { test } from "node:test";
import { timelineChart } from "#src/charts/timeline-chart.js";
import { timelineOf } from "#src/faces/timeline.js";

const pointsOf = (polygon: string): number[][] => polygon.split(" ").map((pair) => pair.split(",").map(Number));
const polygons = (text: string): string[] => [...text.matchAll(/<polygon class="bin s\d" points="([^"]*)"/g)].map(([, points = ""]) => points);

test("a band for each expression, on one another to the full height, broken where the face was not seen", () => {
  const times = [0, 0.1, 0.2, 2, 2.1];
  const text = timelineChart(timelineOf([{ id: 3, times, probabilities: { neutral: [0.9, 0.8, 0.5, 0.4, 0.3], happiness: [0.1, 0.2, 0.5, 0.6, 0.7] } }])).toString();
  assert.match(text, /aria-label="How face 3 looked over time"/);
  assert.ok(text.includes(">face 3<") && text.includes(">neutral<") && text.includes(">happiness<"));
  const [neutral = "", happiness = "", ...later] = polygons(text);
  assert.equal(later.length, 2, "two bands in two pieces");
  const heights = (points: number[][]): number[] => points.map(([, y = 0]) => y);
  assert.equal(Math.max(...heights(pointsOf(neutral))) - Math.min(...heights(pointsOf(happiness))), 84, "they add up to 1");
  assert.deepEqual(pointsOf(happiness).slice(3).toReversed(), pointsOf(neutral).slice(0, 3), "the second stands on the first");
});

test("faces of a video have a row each, up to when the last was seen; a single look is to be seen", () => {
  const timeline = timelineOf([{ id: 1, times: [0, 1], probabilities: { fear: [1, 1] } }, { id: 2, times: [4], probabilities: { fear: [1] } }]);
  assert.equal(timeline.duration, 4);
  const [, second = ""] = polygons(timelineChart(timeline).toString());
  const xs = pointsOf(second).map(([x = 0]) => x);
  assert.equal(Math.max(...xs) - Math.min(...xs), 3);
});

test("long videos are drawn with as many points as a chart shows", () => {
  const times = Array.from({ length: 30_000 }, (_, at) => at / 10);
  const text = timelineChart(timelineOf([{ id: 1, times, probabilities: { neutral: times.map(() => 1) } }])).toString();
  assert.ok(text.length < 20_000, `${text.length} letters`);
  assert.equal(polygons(text).length, 1);
});
