import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { alignFace } from "#src/faces/align.js";
import { openFaceDetector } from "#src/faces/face-detector.js";
import { eyeDistance } from "#src/faces/face.js";
import { decodeImage } from "#src/images/decode.js";
import { bundle, noBrowser, withPage } from "../../../../test-support/browser.ts";
import { demoPicture } from "../demo-folder.js";
import { bmpOf } from "../images/bmp-files.js";
import { heifHeader } from "../images/heif-files.js";
import { largestDifference } from "../images/random-picture.js";

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));
const eyes = { left: { x: 87.5, y: 107 }, right: { x: 168, y: 102 } };

const files = new Map<string, Uint8Array>();
let page: Page;
let close: () => void = () => {};
let closed: Promise<void> = Promise.resolve();

before(async () => {
  if (noBrowser !== false) return;
  for (const [name, bytes] of await pictures()) files.set(name, bytes);
  for (const name of ["face-detector.onnx", "second-look.onnx", "faceplugin-landmarks.onnx"]) {
    files.set(`models/faces/${name}`, await readFile(path.join(packageFolder, "models/faces", name)));
  }
  const built = await bundle({ "page.js": path.join(packageFolder, "test/browser/page.ts") });
  const site = new Map([...built, ...files]);
  // One page for all tests: starting a browser takes longer than they do.
  await new Promise<void>((ready, fail) => {
    closed = withPage(site, async (opened) => {
      page = opened;
      const done = new Promise<void>((resolve) => (close = resolve));
      ready();
      await done;
    });
    closed.catch(fail);
  });
});

after(async () => {
  close();
  await closed;
});

/** Runs an exported function of page.ts in the page. */
async function inPage<T>(name: "crop" | "sizeOrReason" | "pixelBySource" | "faces", ...inputs: unknown[]): Promise<T> {
  return await page.evaluate(
    async ([name, inputs]) => {
      const module = await import(`${location.origin}/page.js`);
      return await module[name](...inputs);
    },
    [name, inputs] as [string, unknown[]],
  );
}

test("a lossless file gives the same crop in Node and in Chromium, to within one grey level", { skip: noBrowser }, async () => {
  for (const name of ["rgb.png", "gray.png", "alpha.png", "deep.png", "palette.png", "turned.png", "profile.png", "unended.png", "lossless.webp", "24.bmp"]) {
    const bytes = files.get(name);
    assert.ok(bytes);
    for (const size of [48, 96, 180]) {
      const here = alignFace(await decodeImage(bytes), eyes, { size });
      const there = await inPage<Uint8ClampedArray>("crop", `/${name}`, eyes, size);
      const difference = largestDifference(here, { ...here, data: there });
      assert.ok(difference <= 1, `${name} at ${size}: ${difference} grey levels`);
    }
  }
});

test("lossy files are decoded upright", { skip: noBrowser }, async () => {
  for (const name of ["photo.jpg", "turned.jpg", "photo.avif", "photo.gif", "unended.jpg", "unended-progressive.jpg"]) {
    assert.deepEqual(await inPage("sizeOrReason", `/${name}`), [256, 256 - 56], name);
  }
});

test("whatever holds pixels on a page gives the same pixel", { skip: noBrowser }, async () => {
  const pixels = await inPage<Record<string, number[]>>("pixelBySource", "/rgb.png", 100, 120);
  const { width, data } = await decodeImage(files.get("rgb.png") ?? new Uint8Array());
  const expected = Array.from(data.subarray((120 * width + 100) * 3, (120 * width + 100) * 3 + 3));
  assert.equal(Object.keys(pixels).length, 12);
  for (const [source, pixel] of Object.entries(pixels)) assert.deepEqual(pixel, expected, source);
});

test("bad files are reported by name and reason", { skip: noBrowser }, async () => {
  for (const [name, reason] of [
    ["bad.svg", /^\/bad.svg: is an SVG/],
    ["empty.jpg", /^\/empty.jpg: has zero bytes/],
    ["cut.png", /^\/cut.png: is a PNG file that ends/],
    ["cut.jpg", /^\/cut.jpg: is a JPEG file that ends/],
    ["cut-progressive.jpg", /^\/cut-progressive.jpg: is a JPEG file that ends/],
    ["bomb.png", /^\/bomb.png: has 50000 × 50000 pixels/],
    ["broken.png", /^\/broken.png: cannot be decoded/],
    ["photo.tif", /^\/photo.tif: cannot be decoded as TIFF: browsers read no TIFF/],
    ["phone.heic", /^\/phone.heic: is a HEIC picture; convert it to JPEG$/],
    ["missing.png", /^\/missing.png: could not be fetched: the server answered 404 Not Found/],
  ] as const) {
    assert.match(String(await inPage("sizeOrReason", `/${name}`)), reason);
  }
});

test("the detector finds in Chromium what it finds in Node", { skip: noBrowser }, async () => {
  const picture = await decodeImage(files.get("rgb.png") ?? new Uint8Array());
  const [here] = await (await openFaceDetector()).detect(picture);
  const [there] = await inPage<[typeof here]>("faces", "/rgb.png");
  assert.ok(Math.abs(here.score - there.score) < 0.01);
  for (const side of ["left", "right"] as const) {
    const off = Math.hypot(here.eyes[side].x - there.eyes[side].x, here.eyes[side].y - there.eyes[side].y);
    assert.ok(off < 0.01 * eyeDistance(here.eyes), `${side} eye off by ${off} pixels`);
  }
});

async function pictures(): Promise<[string, Uint8Array][]> {
  const face = () => sharp(demoPicture("L030_neutral.jpg"));
  const oblong = () => face().extract({ left: 0, top: 20, width: 256, height: 200 });
  const png = await face().png().toBuffer();
  const photo = await oblong().jpeg().toBuffer();
  const progressive = await oblong().jpeg({ progressive: true }).toBuffer();
  const raw = await decodeImage(png);
  const fade = Buffer.from(Array.from({ length: 256 * 256 }, (_, i) => i % 256));
  const broken = Uint8Array.from(png);
  for (let i = 60; i < 4000; i++) broken[i] ^= 0x55;
  // A wrong checksum of the header would be found first: only the size is changed, where both sides stop before pixels.
  const bomb = Buffer.from(png);
  bomb.writeUInt32BE(50_000, 16);
  bomb.writeUInt32BE(50_000, 20);
  return [
    ["rgb.png", png],
    ["gray.png", await face().toColourspace("b-w").png().toBuffer()],
    ["alpha.png", await face().joinChannel(fade, { raw: { width: 256, height: 256, channels: 1 } }).png().toBuffer()],
    ["deep.png", await face().toColourspace("rgb16").png().toBuffer()],
    ["palette.png", await face().png({ palette: true }).toBuffer()],
    ["turned.png", await face().withMetadata({ orientation: 6 }).png().toBuffer()],
    ["profile.png", await face().withIccProfile("p3").png().toBuffer()],
    ["lossless.webp", await face().webp({ lossless: true }).toBuffer()],
    ["24.bmp", bmpOf(raw)],
    ["photo.jpg", photo],
    ["turned.jpg", await oblong().rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer()],
    ["photo.avif", await oblong().avif({ effort: 0 }).toBuffer()],
    ["photo.gif", await oblong().gif().toBuffer()],
    ["photo.tif", await oblong().tiff().toBuffer()],
    ["phone.heic", heifHeader("heic", "mif1", "heic")],
    ["bad.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="/rgb.png"/></svg>')],
    ["empty.jpg", new Uint8Array()],
    ["cut.png", png.subarray(0, 9000)],
    ["unended.png", png.subarray(0, -12)],
    ["cut.jpg", photo.subarray(0, -60)],
    ["cut-progressive.jpg", progressive.subarray(0, -60)],
    ["unended.jpg", photo.subarray(0, -2)],
    ["unended-progressive.jpg", progressive.subarray(0, -2)],
    ["bomb.png", bomb],
    ["broken.png", broken],
  ];
}
