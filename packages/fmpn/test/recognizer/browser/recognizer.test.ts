import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { Recognizer, type RecognizerOptions } from "#src/recognizer/recognizer.js";
import { bundle, noBrowser, withPage } from "../../../../../test-support/browser.ts";
import { demoPicture } from "../../demo-folder.js";
import { smallModel } from "../small-model.js";
import type { Seen } from "./page.js";

const packageFolder = fileURLToPath(new URL("../../../", import.meta.url));
const model = smallModel();
const bundled = path.join(packageFolder, "models/expressions/compact.onnx");
const noBundled = existsSync(bundled) ? false : "models/expressions/compact.onnx is not there yet";

/** What WebAssembly threads want, and leave for a page of another origin to show these files. */
const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Resource-Policy": "cross-origin" };

let page: Page;
let close: () => void = () => {};
let closed: Promise<void> = Promise.resolve();

before(async () => {
  if (noBrowser !== false) return;
  const photo = await readFile(demoPicture("L030_smile.jpg"));
  const site = new Map<string, Uint8Array>([
    ...(await bundle({
      "page.js": path.join(packageFolder, "test/recognizer/browser/page.ts"),
      "recognizer-worker.browser.js": path.join(packageFolder, "dist/recognizer/worker/recognizer-worker.browser.js"),
    })),
    ["models/expressions/compact.onnx", model],
    ...(noBundled === false ? [["bundled.onnx", await readFile(bundled)] as const] : []),
    ["cut.onnx", model.subarray(0, 5000)],
    ["photo.jpg", photo],
    ["photo.png", await sharp(photo).png().toBuffer()],
  ]);
  for (const name of ["face-detector.onnx", "second-look.onnx", "faceplugin-landmarks.onnx"]) {
    site.set(`models/faces/${name}`, await readFile(path.join(packageFolder, "models/faces", name)));
  }
  // One page for all tests: starting a browser takes longer than they do.
  await new Promise<void>((ready, fail) => {
    closed = withPage(site, async (opened) => {
      page = opened;
      const done = new Promise<void>((resolve) => (close = resolve));
      ready();
      await done;
    }, headers);
    closed.catch(fail);
  });
});

after(async () => {
  close();
  await closed;
});

/** Runs an exported function of page.ts in the page. */
async function inPage<T>(name: "recognize" | "shareBySource" | "failure" | "trackVideo" | "trackNothing" | "trackEnds" | "trackLeft" | "bitmapsLeft", ...inputs: unknown[]): Promise<T> {
  return await page.evaluate(
    async ([name, inputs]) => {
      const module = await import(`${location.origin}/page.js`);
      return await module[name](...inputs);
    },
    [name, inputs] as [string, unknown[]],
  );
}

/** Asks for the same pictures here and there, with models of the same bytes. */
async function compareWithPage(here: RecognizerOptions, there: RecognizerOptions): Promise<void> {
  const recognizer = await Recognizer.load(here);
  const photo = demoPicture("L030_smile.jpg");
  for (const [file, source] of [["photo.jpg", photo], ["photo.png", await sharp(photo).png().toBuffer()]] as const) {
    const [face] = await recognizer.recognize(source);
    assert.ok(face);
    for (const worker of [false, true]) {
      const seen = await inPage<Seen>("recognize", file, { ...there, worker });
      assert.equal(seen.provider, "simd");
      const off = Object.entries(face.probabilities).map(([name, share]) => Math.abs(share - (seen.probabilities[name] ?? Number.NaN)));
      assert.ok(Math.max(...off) < 1e-3, `${file}: probabilities differ by ${Math.max(...off)}`);
      const masks = [...face.mask].map((value, i) => Math.abs(value - (seen.mask[i] ?? Number.NaN)));
      assert.ok(Math.max(...masks) < 1e-3, `${file}: masks differ by ${Math.max(...masks)}`);
    }
  }
  await recognizer.close();
}

test("a picture gets the same answer in Node and in Chromium, in the page's thread and in a worker", { skip: noBrowser }, async () => {
  // The page's default address leads to the same model.
  await compareWithPage({ model }, {});
});

test("so it does with the bundled model", { skip: noBrowser || noBundled }, async () => {
  await compareWithPage({}, { model: "bundled.onnx" });
});

test("whatever holds pixels on a page gives the same answer, in a worker too", { skip: noBrowser }, async () => {
  for (const worker of [false, true]) {
    const shares = await inPage<Record<string, number>>("shareBySource", "photo.png", worker);
    assert.equal(Object.keys(shares).length, 9);
    for (const [source, share] of Object.entries(shares)) assert.ok(Math.abs(share - (shares["address"] ?? Number.NaN)) < 1e-3, `${source}: ${share}`);
  }
});

test("wrong model files, providers and pictures are reported by name, from a worker too", { skip: noBrowser }, async () => {
  for (const worker of [false, true]) {
    for (const [file, options, message] of [
      ["photo.png", { model: "none.onnx" }, /^ModelFileError: .*none\.onnx: it could not be fetched \(status 404\)/],
      ["photo.png", { model: "cut.onnx" }, /^ModelFileError: .*cut\.onnx: /],
      ["photo.png", { model: "photo.png" }, /^ModelFileError: .*photo\.png: /],
      ["photo.png", { provider: "webgpu" }, /^ProviderError: The provider "webgpu" cannot be had here: there is no GPU that may be used/],
      ["photo.png", { provider: "cpu" }, /^ProviderError: The provider "cpu" runs in Node only/],
      ["none.png", {}, /^ImageError: none\.png: could not be fetched: the server answered 404 Not Found/],
      ["image", {}, /^ImageError: image: has no pixels yet/],
    ] as const) {
      assert.match(await inPage<string>("failure", file, { ...options, worker }), message);
    }
  }
});

test("a face in a camera's stream and in a video keeps its number until the caller has seen enough", { skip: noBrowser }, async () => {
  for (const [kind, worker] of [["stream", false], ["video", true]] as const) {
    const { ids, rejected } = await inPage<{ ids: number[][]; rejected: string }>("trackVideo", "photo.png", kind, worker);
    assert.deepEqual(ids, Array.from({ length: 6 }, () => [1]), kind);
    assert.equal(rejected, "Error: seen enough");
  }
});

test("a video that cannot be played and a camera that shows nothing do not keep the caller waiting", { skip: noBrowser }, async () => {
  const { failing, failed, silent, empty, released } = await inPage<{ failing: string; failed: string; silent: string; empty: string; released: boolean }>("trackNothing", "photo.png");
  for (const message of [failing, failed]) assert.match(message, /^ImageError: http.*\/photo\.png: cannot be played.*: check its address and its format$/);
  assert.equal(silent, "Error: nothing to see");
  assert.equal(empty, "ImageError: video: is a stream without a video track");
  assert.ok(released, "the camera is let go of");
});

test("tracking ends when its source ends in any way, and lets go of it when the caller leaves", { skip: noBrowser }, async () => {
  const ends = await inPage<Record<string, string>>("trackEnds", "photo.png");
  assert.equal(Object.keys(ends).length, 6);
  assert.deepEqual([...new Set(Object.values(ends))], ["ended"], JSON.stringify(ends));
  assert.ok(await inPage<boolean>("trackLeft", "photo.png"));
});

test("a picture of another origin is told of in worker mode as without; bitmaps that were not handed over are freed", { skip: noBrowser }, async () => {
  const address = page.url().replace("127.0.0.1", "localhost") + "photo.png";
  const { foreign, aborted, made, left } = await inPage<{ foreign: string; aborted: string; made: number; left: number }>("bitmapsLeft", address);
  assert.match(foreign, /^ImageError: image: cannot be read back: it comes from another origin without leave \(CORS\)/);
  assert.equal(aborted, "Error: too late");
  assert.deepEqual([made, left], [3, 0]);
});
