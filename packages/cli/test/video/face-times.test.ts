import assert from "node:assert/strict";
import { test } from "node:test";
import { faceTimes, videoTable } from "#src/video/face-times.js";

const face = (id: number, smile: number) => ({ id, expression: smile > 0.5 ? "happiness" : "neutral", probabilities: { neutral: 1 - smile, happiness: smile } });

test("who was seen when, and how often with which expression", () => {
  const frames = [
    { time: 0, faces: [face(1, 0.9)] },
    { time: 0.5, faces: [face(1, 0.2), face(2, 0.8)] },
    { time: 1, faces: [] },
    { time: 1.5, faces: [face(1, 0.7)] },
  ];
  const [first, second] = faceTimes(frames);
  assert.deepEqual([first?.times, first?.probabilities["happiness"], first?.shares], [[0, 0.5, 1.5], [0.9, 0.2, 0.7], [["happiness", 2 / 3], ["neutral", 1 / 3]]]);
  assert.deepEqual([second?.id, second?.times], [2, [0.5]]);
  const said = videoTable({ file: "a.mp4", provider: "cpu", every: 0.5, frames });
  assert.match(said, /^a\.mp4: 4 frames, one every 0\.5 s\n.*\nface 1 +0\.0 s to 1\.5 s +3 +happiness 67 %, neutral 33 %\nface 2 +0\.5 s to 0\.5 s +1 +happiness 100 %$/);
  assert.equal(videoTable({ file: "a.mp4", provider: "cpu", every: 1, frames: [] }), "a.mp4: 0 frames, one every 1 s; no face");
});
