import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@fmpn/graph";
import { detectionBatchDrawer } from "#src/detection/detection-batch.js";
import { viewDrawer } from "#src/detection/draw-view.js";
import { findDrawer } from "#src/detection/draw-find.js";
import { withMistakes } from "#src/detection/mine-finds.js";
import { madeMaterial } from "./made-material.js";

const SIZE = 128;
const material = await madeMaterial();
const draw = viewDrawer(material, SIZE);
const views = Array.from({ length: 60 }, (_, step) => draw(createRandom(7, "test", step)));

test("a view depends on nothing but its random stream", () => {
  assert.deepEqual(draw(createRandom(7, "test", 3)), views[3]);
  assert.notDeepEqual(views[3], views[4]);
});

test("faces lie in their views, with their points in their boxes and the eyes from the viewer's left", () => {
  const faces = views.flatMap((view) => view.faces);
  assert.ok(faces.length > 60, `${faces.length} faces`);
  let upright = 0;
  for (const { box: [x, y, w, h], points = [] } of faces) {
    assert.ok(x + w / 2 > 0 && y + h / 2 > 0 && x + w / 2 < SIZE && y + h / 2 < SIZE);
    for (let k = 0; k < 5; k += 1) assert.ok(Math.abs((points[2 * k] ?? NaN) - x - w / 2) < 0.6 * w && Math.abs((points[2 * k + 1] ?? NaN) - y - h / 2) < 0.6 * h);
    if ((points[0] ?? 0) < (points[2] ?? 0) && (points[6] ?? 0) < (points[8] ?? 0)) upright += 1;
  }
  assert.equal(upright, faces.length, "no turn of these goes beyond a right angle, and a mirrored face has its eyes exchanged");
});

test("some views show no face, some many", () => {
  assert.ok(views.some(({ faces }) => faces.length === 0));
  assert.ok(views.some(({ faces }) => faces.length > 3));
});

test("a batch is the same whenever it is drawn, and what was taken for a face is shown more often", () => {
  const recipe = { seed: 1, size: SIZE, batch: 8 };
  const inOrder = detectionBatchDrawer(material, recipe);
  for (let step = 0; step < 3; step += 1) inOrder(step);
  assert.deepEqual(inOrder(3), detectionBatchDrawer(material, recipe)(3));
  const mistaken = withMistakes(material, [{ picture: 2, box: [10, 10, 20, 20], points: [], score: 0.6, isFace: false }]);
  assert.deepEqual(mistaken.pictures[2]?.mistaken, [[10, 10, 20, 20]]);
  assert.equal(mistaken.pictures[0]?.mistaken, undefined);
});

test("second looks are drawn from faces that were found, faces cut out and what was taken for one", () => {
  const found = { box: [34, 36, 60, 74] as const, points: [43.7, 53.5, 84, 51, 64, 70, 50, 86, 80, 84], score: 0.8 };
  const crop = findDrawer(material, [{ ...found, picture: 0, isFace: true }, { ...found, picture: 2, isFace: false }]);
  const drawn = Array.from({ length: 40 }, (_, step) => crop(createRandom(1, "finds", step)));
  const faces = drawn.filter(({ isFace }) => isFace).length;
  assert.ok(faces > 10 && faces < 30, `${faces} of 40`);
  assert.throws(() => findDrawer(material, []), /found nothing to learn from/);
});
