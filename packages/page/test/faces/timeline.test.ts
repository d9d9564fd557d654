import assert from "node:assert/strict";
import { test } from "node:test";
import { timelineChart } from "#src/faces/timeline.js";

test("a line for each expression that was shown, broken where the face was not seen", () => {
  const times = [0, 0.1, 0.2, 2, 2.1];
  const text = String(timelineChart({ id: 3, times, probabilities: { neutral: [0.9, 0.8, 0.5, 0.4, 0.3], fear: [0, 0, 0.1, 0.1, 0.1], happiness: [0.1, 0.2, 0.4, 0.5, 0.6] } }));
  assert.match(text, /<figcaption>Face 3<\/figcaption>/);
  assert.equal(text.match(/<polyline/g)?.length, 4, "two lines in two pieces");
  assert.ok(text.includes(">neutral<") && text.includes(">happiness<") && !text.includes(">fear<"));
});

test("long videos are drawn with as many points as a chart shows", () => {
  const times = Array.from({ length: 30_000 }, (_, at) => at / 10);
  const text = String(timelineChart({ id: 1, times, probabilities: { neutral: times.map(() => 0.5) } }));
  assert.ok(text.length < 20_000, `${text.length} letters`);
  assert.equal(text.match(/<polyline/g)?.length, 1);
});
