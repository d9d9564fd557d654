import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { eyeDistance, type Eyes } from "#src/faces/face.js";
import { openFaceDetector } from "#src/faces/face-detector.js";
import { scaling } from "#src/images/affine.js";
import { decodeImage } from "#src/images/decode.js";
import { toGray } from "#src/images/gray.js";
import { createPicture, type Picture } from "#src/images/picture.js";
import { resize, warp } from "#src/images/warp.js";
import { demoFolder, demoPicture } from "../demo-folder.js";
import { randomPicture } from "../images/random-picture.js";

const detector = await openFaceDetector();

/** Marked by looking at the picture. */
const L030: Eyes = { left: { x: 87.5, y: 107 }, right: { x: 168, y: 102 } };

test("every demo picture has its face, with the eyes inside of its box", async () => {
  for (const name of await readdir(demoFolder)) {
    const faces = await detector.detect(await decodeImage(demoPicture(name)));
    assert.ok(faces.length >= 1, `${name}: no face`);
    const [{ box, eyes, score }] = faces;
    assert.ok(score > 0.6 && score <= 1, name);
    assert.ok(Math.abs(box.width - box.height) < 1e-9, "the box is square");
    for (const eye of [eyes.left, eyes.right]) {
      assert.ok(eye.x > box.x && eye.x < box.x + box.width && eye.y > box.y && eye.y < box.y + box.height, name);
    }
    assert.ok(eyes.left.x < eyes.right.x, "left and right are the viewer's");
  }
});

test("in whole numbers, as faces are looked for, they lie within a tenth of a pixel of where they do exactly", async () => {
  const exact = await openFaceDetector({ wholeNumbers: false });
  let moved = 0;
  for (const name of await readdir(demoFolder)) {
    const picture = await decodeImage(demoPicture(name));
    const [found, expected] = [await detector.detect(picture), await exact.detect(picture)];
    assert.equal(found.length, expected.length, name);
    found.forEach(({ box, eyes, score }, face) => {
      const there = expected[face];
      const apart = [box.x - there.box.x, box.y - there.box.y, box.width - there.box.width, eyes.left.x - there.eyes.left.x, eyes.left.y - there.eyes.left.y, eyes.right.x - there.eyes.right.x, eyes.right.y - there.eyes.right.y];
      moved = Math.max(moved, ...apart.map(Math.abs));
      assert.ok(Math.max(...apart.map(Math.abs)) < 0.1, `${name}: ${apart.join(", ")}`);
      assert.ok(Math.abs(score - there.score) < 1e-3, `${name}: ${score}, exactly ${there.score}`);
    });
  }
  assert.ok(moved > 0, "they are computed otherwise");
  await exact.close?.();
});

test("the eyes are where they are, in colour, in gray, enlarged and shrunk", async () => {
  const picture = await decodeImage(demoPicture("L030_neutral.jpg"));
  const upright = (await detector.detect(picture))[0].eyes;
  for (const [scale, changed] of [[1, toGray(picture)], [3, resize(picture, 768, 768)], [0.4, resize(picture, 102, 102)]] as const) {
    const faces = await detector.detect(changed);
    assert.equal(faces.length, 1);
    assertNear(scaled(faces[0].eyes, 1 / scale), upright, 0.06);
  }
});

test("a turned face is found, and its eyes turn with it", async () => {
  const picture = await decodeImage(demoPicture("L120_smile.jpg"));
  const upright = (await detector.detect(picture))[0].eyes;
  for (const degrees of [-60, -30, 30, 60]) {
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const half = picture.width / 2;
    const map = { a: cos, b: -sin, c: half - half * cos + half * sin, d: sin, e: cos, f: half - half * sin - half * cos };
    const faces = await detector.detect(warp(picture, map, picture.width, picture.height));
    const there = (eye: Eyes["left"]) => ({ x: map.a * eye.x + map.b * eye.y + map.c, y: map.d * eye.x + map.e * eye.y + map.f });
    assert.ok(faces.length >= 1, `${degrees}°`);
    assertNear(faces[0].eyes, { left: there(upright.left), right: there(upright.right) }, 0.08);
  }
});

test("small faces in a large picture are found", async () => {
  const names = ["L030_neutral.jpg", "L031_smile.jpg", "L120_neutral.jpg", "composite_f_multi.jpg"];
  const group = createPicture(1000, 700, 3, new Uint8ClampedArray(1000 * 700 * 3).fill(140));
  const places: Eyes["left"][] = [];
  for (const [i, name] of names.entries()) {
    // The head takes about half of a portrait: faces of about 28 to 60 pixels.
    const side = 60 + 20 * i;
    const [x, y] = [60 + 230 * i, 60 + 150 * (i % 3)];
    paste(group, resize(await decodeImage(demoPicture(name)), side, side), x, y);
    places.push({ x: x + side / 2, y: y + side / 2 });
  }
  const found = await detector.detect(group);
  assert.equal(found.length, 4);
  for (const { x, y } of places) {
    assert.ok(found.some(({ box }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height));
  }
});

test("the astronaut has one face, however large the picture", async () => {
  const picture = await decodeImage(demoPicture("astronaut_full.jpg"));
  for (const side of [200, 400, 800, 1500, 2000]) {
    const faces = await detector.detect(resize(picture, side, side));
    assert.equal(faces.length, 1, `${side} px`);
  }
});

test("no face that comes out is narrower than minFace, nor less sure than minScore", async () => {
  const picture = await decodeImage(demoPicture("astronaut_full.jpg"));
  const [{ box, score }] = await detector.detect(picture);
  for (const effort of ["fast", "auto", "full"] as const) {
    assert.equal((await detector.detect(picture, { effort, minFace: box.width - 4 })).length, 1);
    assert.deepEqual(await detector.detect(picture, { effort, minFace: box.width + 4 }), []);
    for (const face of await detector.detect(picture, { effort, minFace: 12, minScore: 0.2 })) assert.ok(face.box.width >= 12 && face.score >= 0.2);
  }
  assert.ok(score < 1);
});

test("no face means an empty list and no eyes", async () => {
  for (const picture of [createPicture(64, 64, 3), createPicture(1, 1, 1), randomPicture(200, 90, 3), gradient(400, 300)]) {
    assert.deepEqual(await detector.detect(picture, { effort: "full" }), []);
    assert.equal(await detector.locateEyes(picture), undefined);
  }
});

test("settings out of range are refused by name and value", async () => {
  const picture = createPicture(64, 64, 3);
  for (const minFace of [0, -24, Number.NaN, Infinity]) {
    for (const effort of ["fast", "full"] as const) {
      await assert.rejects(detector.detect(picture, { effort, minFace }), { name: "RangeError", message: `minFace is a number of pixels from 1, not ${minFace}.` });
    }
  }
  for (const minScore of [-0.1, 1.1, Number.NaN]) {
    await assert.rejects(detector.detect(picture, { minScore }), { name: "RangeError", message: `minScore is a number from 0 to 1, not ${minScore}.` });
  }
  assert.deepEqual(await detector.detect(picture, { effort: "full", minFace: 6, minScore: 1 }), []);
});

test("a face cropped tightly to 48 gray pixels still shows its eyes", async () => {
  const picture = await decodeImage(demoPicture("L030_neutral.jpg"));
  const { box, eyes } = (await detector.detect(picture))[0];
  const scale = 48 / (box.width * 1.05);
  const map = scaling(scale, -box.x * scale, -box.y * scale);
  const crop = toGray(warp(picture, map, 48, 48));
  // Nothing is around it, and it is found all the same, also where nobody says that it is a crop.
  const [found, ...others] = await detector.detect(crop);
  assert.deepEqual(others, []);
  assertNear(found.eyes, { left: shifted(eyes.left, map), right: shifted(eyes.right, map) }, 0.1);
  const located = await detector.locateEyes(crop);
  assert.ok(located);
  assertNear(located, { left: shifted(eyes.left, map), right: shifted(eyes.right, map) }, 0.08);
});

test("the eyes are where a person marked them", async () => {
  const { eyes } = (await detector.detect(await decodeImage(demoPicture("L030_neutral.jpg"))))[0];
  assertNear(eyes, L030, 0.07);
});

test("the models are those that models/faces/README.md names", async () => {
  const folder = new URL("../../models/faces/", import.meta.url);
  const readme = await readFile(new URL("README.md", folder), "utf8");
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".onnx"))) {
    const hash = createHash("sha256").update(await readFile(new URL(file, folder))).digest("hex");
    assert.ok(readme.includes(`${hash}  ${file}`), file);
  }
});

const shifted = ({ x, y }: Eyes["left"], map: { a: number; c: number; f: number }) => ({ x: map.a * x + map.c, y: map.a * y + map.f });

const scaled = ({ left, right }: Eyes, by: number): Eyes => ({
  left: { x: left.x * by, y: left.y * by },
  right: { x: right.x * by, y: right.y * by },
});

/** Both eyes within a part of the eye distance. */
function assertNear(actual: Eyes, expected: Eyes, part: number) {
  for (const side of ["left", "right"] as const) {
    const off = Math.hypot(actual[side].x - expected[side].x, actual[side].y - expected[side].y) / eyeDistance(expected);
    const places = `${JSON.stringify(actual[side])} instead of ${JSON.stringify(expected[side])}`;
    assert.ok(off <= part, `${side} eye off by ${(off * 100).toFixed(1)} % of the eye distance: ${places}`);
  }
}

function paste(onto: Picture, picture: Picture, x: number, y: number) {
  for (let row = 0; row < picture.height; row++) {
    const from = picture.data.subarray(row * picture.width * 3, (row + 1) * picture.width * 3);
    onto.data.set(from, ((y + row) * onto.width + x) * 3);
  }
}

function gradient(width: number, height: number): Picture {
  const picture = createPicture(width, height, 3);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = (i / picture.data.length) * 255;
  return picture;
}

test("a face of the frame before is followed where it went; where it has gone, the whole picture is searched", async () => {
  const portrait = await decodeImage(demoPicture("L030_neutral.jpg"));
  const frame = (x: number, y: number): Picture => {
    const picture = createPicture(640, 480, 3, new Uint8ClampedArray(640 * 480 * 3).fill(120));
    paste(picture, portrait, x, y);
    return picture;
  };
  const [{ box, eyes, landmarks }] = await detector.detect(frame(100, 80));
  assert.ok(landmarks);
  const follow = [{ box, eyes }];
  const [moved, ...others] = await detector.detect(frame(118, 70), { follow });
  assert.equal(others.length, 0);
  assertNear(moved.eyes, { left: { x: eyes.left.x + 18, y: eyes.left.y - 10 }, right: { x: eyes.right.x + 18, y: eyes.right.y - 10 } }, 0.05);
  assert.ok(moved.score > 0.9 && moved.score <= 1);
  const [elsewhere] = await detector.detect(frame(360, 200), { follow });
  assert.ok(Math.abs(elsewhere.box.x - box.x - 260) < 10);
  assert.deepEqual(await detector.detect(createPicture(640, 480, 3), { follow }), []);
  // Followed twice, it is still one.
  assert.equal((await detector.detect(frame(100, 80), { follow: [...follow, ...follow] })).length, 1);
});
