import assert from "node:assert/strict";
import { test } from "node:test";
import { createPicture, scaling } from "fmpn/pictures";
import { mergeOverlapping, runFaceNet } from "fmpn/faces";
import { STRIDES } from "#src/detection/detection-network.js";
import { emptyTargets, type LevelTargets, writeTargets } from "#src/detection/face-targets.js";
import type { LabelledBox, LabelledFace } from "#src/detection/labelled-pictures.js";

const SIZE = 256;

/** A network that answers what it is taught. */
async function answersOf(targets: readonly LevelTargets[]) {
  const outputs = Object.fromEntries(
    targets.map(({ face, place }, level) => {
      const side = SIZE / (STRIDES[level] ?? 1);
      const data = new Float32Array(15 * side * side);
      face.forEach((value, at) => (data[at] = value === 1 ? 4 : -4));
      data.set(place, side * side);
      return [`stride${STRIDES[level]}`, { data, dims: [1, 15, side, side] }];
    }),
  );
  return await runFaceNet(async () => outputs, createPicture(SIZE, SIZE, 3), { map: scaling(1), width: SIZE, height: SIZE }, 0.5);
}

const faceAt = (x: number, y: number, w: number, h: number): LabelledFace => ({
  box: [x, y, w, h],
  points: [0.3, 0.4, 0.7, 0.4, 0.5, 0.6, 0.35, 0.8, 0.65, 0.8].map((part, k) => (k % 2 === 0 ? x + part * w : y + part * h)),
});

test("a network that answers what it is taught gives back every face, box and points", async () => {
  const faces = [faceAt(10, 12, 9, 11), faceAt(60, 30, 30, 36), faceAt(120, 100, 110, 130), faceAt(40, 150, 60, 70)];
  const targets = emptyTargets(1, SIZE);
  writeTargets(targets, 0, { faces, ignore: [] }, SIZE);
  const found = mergeOverlapping(await answersOf(targets));
  assert.equal(found.length, faces.length);
  for (const { box: [x, y, w, h], points } of faces) {
    const same = found.find(({ box }) => Math.abs(box.x - x) < 0.01 && Math.abs(box.y - y) < 0.01 && Math.abs(box.width - w) < 0.01 && Math.abs(box.height - h) < 0.01);
    assert.ok(same, `${x}, ${y}`);
    same.points.forEach((point, k) => assert.ok(Math.abs(point.x - (points?.[2 * k] ?? 0)) < 0.01 && Math.abs(point.y - (points?.[2 * k + 1] ?? 0)) < 0.01));
  }
});

test("each face is taught at some level, at few places; around it and where nothing is known nothing is", () => {
  for (let side = 9; side < 250; side *= 1.15) {
    const targets = emptyTargets(1, SIZE);
    writeTargets(targets, 0, { faces: [{ box: [128 - side / 2, 128 - side / 2, side, side] }], ignore: [] }, SIZE);
    const taught = targets.reduce((sum, { face }) => sum + face.reduce((a, b) => a + b, 0), 0);
    assert.ok(taught >= 1 && taught < 60, `${taught} places for a face of ${side}`);
    for (const { face, counts } of targets) face.forEach((value, at) => assert.ok(value === 0 || counts[at] === 1));
  }
  const ignore: LabelledBox = [64, 64, 64, 64];
  const targets = emptyTargets(2, SIZE);
  writeTargets(targets, 1, { faces: [], ignore: [ignore] }, SIZE);
  for (const [level, { face, counts }] of targets.entries()) {
    const places = counts.length / 2;
    assert.ok(face.every((value) => value === 0));
    assert.ok(counts.subarray(0, places).every((value) => value === 1), "the other row is left alone");
    assert.equal(counts.subarray(places).filter((value) => value === 0).length, (64 / (STRIDES[level] ?? 1)) ** 2);
  }
});

test("a face too small to be seen is neither right nor wrong", () => {
  const targets = emptyTargets(1, SIZE);
  writeTargets(targets, 0, { faces: [{ box: [100, 100, 5, 5] }], ignore: [] }, SIZE);
  assert.ok(targets.every(({ face }) => face.every((value) => value === 0)));
  assert.ok(targets[0]?.counts.some((value) => value === 0));
});
