import assert from "node:assert/strict";
import { test } from "node:test";
import { annotatePicture, type AnnotatedFace } from "#src/drawing/annotate-picture.js";
import { overlayMask, overlayMasks } from "#src/drawing/mask-overlay.js";
import { fillRectangle, strokeRectangle } from "#src/drawing/paint.js";
import { percent, ranked } from "#src/drawing/recognition-card.js";
import { drawText, fitText, textWidth } from "#src/drawing/text.js";
import { createPicture, type Picture } from "#src/images/picture.js";

const plain = (width: number, height: number, level: number): Picture => createPicture(width, height, 3, new Uint8ClampedArray(width * height * 3).fill(level));
const pixel = ({ width, data }: Picture, x: number, y: number): number[] => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];

test("a rectangle covers its pixels, half of a pixel at half an edge, and nothing beyond the picture", () => {
  const picture = plain(10, 10, 0);
  fillRectangle(picture, { x: 2, y: -3, width: 4.5, height: 8 }, [200, 100, 50]);
  assert.deepEqual(pixel(picture, 2, 0), [200, 100, 50]);
  assert.deepEqual(pixel(picture, 6, 2), [100, 50, 25]);
  assert.deepEqual(pixel(picture, 7, 2), [0, 0, 0]);
  assert.deepEqual(pixel(picture, 3, 5), [0, 0, 0]);
});

test("an outline leaves its middle free and lays its colour on once", () => {
  const picture = plain(40, 30, 0);
  strokeRectangle(picture, { x: 5, y: 5, width: 30, height: 20 }, 2, [200, 200, 200], 3, 0.5);
  assert.deepEqual(pixel(picture, 20, 15), [0, 0, 0]);
  assert.deepEqual(pixel(picture, 20, 5), [100, 100, 100]);
  assert.equal(Math.max(...picture.data), 100);
});

test("every printable letter leaves ink of its own shape, others a question mark, accents fall away", () => {
  const drawn = (text: string): string => {
    const picture = plain(60, 48, 0);
    drawText(picture, text, { x: 6, y: 8 }, { size: 24, color: [255, 255, 255] });
    return picture.data.join();
  };
  const letters = Array.from({ length: 94 }, (_, index) => String.fromCodePoint(33 + index));
  assert.equal(new Set(letters.map(drawn)).size, letters.length);
  assert.equal(drawn("é"), drawn("e"));
  assert.equal(drawn("日"), drawn("?"));
  assert.equal(drawn(" "), drawn(""));
});

test("a text is as wide as its ink, and is cut to fit", () => {
  const picture = plain(300, 40, 0);
  drawText(picture, "happiness", { x: 10, y: 10 }, { size: 20, color: [255, 255, 255], pen: 0.1 });
  const columns = Array.from({ length: 300 }, (_, x) => Array.from({ length: 40 }, (_, y) => pixel(picture, x, y)[0] ?? 0).some((value) => value > 100));
  assert.ok(Math.abs(columns.lastIndexOf(true) - (10 + textWidth("happiness", 20))) <= 2);
  assert.equal(fitText("happiness", 500, 20), "happiness");
  assert.match(fitText("happiness", 60, 20), /^hap.*\.\.\.$/);
  assert.ok(textWidth(fitText("happiness", 60, 20), 20) <= 60);
});

test("strong motion looks alike on a dark and a light face, and still parts show the face", () => {
  const mask = Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1));
  const [dark, light] = [30, 230].map((level) => overlayMask(plain(64, 64, level), mask));
  assert.ok(dark && light);
  const differences = pixel(light, 50, 30).map((value, channel) => value - (pixel(dark, 50, 30)[channel] ?? 0));
  assert.ok(Math.max(...differences) < 32, `${differences}`);
  assert.ok((pixel(light, 3, 30)[0] ?? 0) - (pixel(dark, 3, 30)[0] ?? 0) > 100);
  assert.ok((pixel(dark, 50, 30)[0] ?? 0) > 150);
  assert.throws(() => overlayMask(dark, new Float32Array(10)), RangeError);
});

test("a mask lies on its face in the picture and leaves the rest as it is", () => {
  const picture = plain(200, 160, 120);
  const eyes = { left: { x: 120, y: 60 }, right: { x: 150, y: 60 } };
  const shown = overlayMasks(picture, [{ mask: new Float32Array(32 * 32).fill(1), eyes }]);
  assert.deepEqual(pixel(shown, 40, 60), [120, 120, 120]);
  assert.notDeepEqual(pixel(shown, 135, 75), [120, 120, 120]);
  assert.ok(picture.data.every((value) => value === 120));
  const outside = { left: { x: -300, y: 60 }, right: { x: -270, y: 60 } };
  assert.deepEqual(overlayMasks(picture, [{ mask: new Float32Array(4), eyes: outside }]).data, picture.data);
});

test("an annotated picture keeps the picture and has a card for each face", () => {
  const face: AnnotatedFace = {
    box: { x: 60, y: 70, width: 90, height: 90 },
    eyes: { left: { x: 85, y: 100 }, right: { x: 125, y: 100 } },
    expression: "smiling",
    probabilities: { calm: 0.2, smiling: 0.8 },
    mask: new Float32Array(16 * 16).fill(0.5),
    crop: plain(16, 16, 90),
  };
  const picture = plain(600, 400, 77);
  const [none, one, many] = [[], [face], Array.from({ length: 12 }, () => face)].map((faces) => annotatePicture(picture, faces));
  assert.ok(none && one && many);
  assert.deepEqual([none.width, none.height], [600, 400]);
  assert.deepEqual(none.data, picture.data);
  assert.ok(one.width > 900 && one.height === 400);
  assert.ok(many.height > 700);
  assert.deepEqual(pixel(one, 105, 115), [77, 77, 77]);
  assert.deepEqual(pixel(one, 105, 70), [255, 255, 255]);
  assert.ok(picture.data.every((value) => value === 77));
  assert.deepEqual([annotatePicture(plain(60, 30, 9), []).width, annotatePicture(plain(3000, 10, 9), []).width], [480, 1600]);
});

test("shares are never rounded to certainty", () => {
  assert.deepEqual([1, 0.9996, 0.934, 0.001, 0].map(percent), ["100 %", ">99 %", "93 %", "<1 %", "0 %"]);
  assert.deepEqual(ranked({ a: 0.1, b: 0.7, c: 0.2 }).map(([name]) => name), ["b", "c", "a"]);
});
