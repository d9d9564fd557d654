// Everything that a page may give for a picture, under the policy that docs/browser.md calls enough.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundle, noBrowser, type SiteFiles, withPage } from "../../../../../test-support/browser.ts";
import { demoPicture } from "../../demo-folder.js";
import { smallModel } from "../small-model.js";

const packageFolder = fileURLToPath(new URL("../../../", import.meta.url));
const strict = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

let site: SiteFiles;

before(async () => {
  if (noBrowser !== false) return;
  const folder = path.join(packageFolder, "models/faces");
  site = new Map<string, Uint8Array>([
    ...(await bundle({
      "page.js": path.join(packageFolder, "test/recognizer/browser/sources-page.ts"),
      "recognizer-worker.browser.js": path.join(packageFolder, "dist/recognizer/worker/recognizer-worker.browser.js"),
    })),
    ["models/expressions/compact.onnx", smallModel()],
    ["photo.jpg", await readFile(demoPicture("L030_smile.jpg"))],
    ...(await Promise.all(["face-detector.onnx", "second-look.onnx", "faceplugin-landmarks.onnx"].map(async (name) => [`models/faces/${name}`, await readFile(path.join(folder, name))] as const))),
  ]);
});

type Outcomes = Record<string, string>;

interface Answers {
  readonly ofIframe: Outcomes;
  readonly refused: Outcomes;
  readonly carried: Outcomes;
}

/** What the page's functions answer without and with a worker, what they asked the server for besides code and models, and what the policy refused. */
async function inPage(names: readonly (keyof Answers)[], policy: string): Promise<{ answers: Answers[]; asked: string[]; violations: string[] }> {
  const asked: string[] = [];
  const violations: string[] = [];
  return await withPage(site, async (page) => {
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => /Content Security Policy/.test(message.text()) && violations.push(message.text()));
    // Never answered.
    await page.route("**/*?slow", () => {});
    const answers = await page.evaluate(async (names) => {
      const module = await import(`${location.origin}/page.js`);
      const answers = [];
      for (const worker of [false, true]) {
        const answer: Record<string, unknown> = {};
        for (const name of names) answer[name] = await module[name]("photo.jpg", worker);
        answers.push(answer);
      }
      return answers as unknown as Answers[];
    }, names);
    return { answers, asked: asked.filter((address) => !/\.(?:js|mjs|wasm|onnx)$|^(?:data|blob):/.test(address)), violations };
  }, { "Content-Security-Policy": policy });
}

/** Whether all give the same expression. */
function agree(outcomes: Outcomes, count: number): boolean {
  const [first, ...others] = new Set(Object.values(outcomes));
  return Object.keys(outcomes).length === count && others.length === 0 && first !== undefined && !/Error|no face/.test(first);
}

test("under a strict policy: an iframe's things are known, what is no picture is refused and never fetched, data: is read", { skip: noBrowser }, async () => {
  const { answers, asked, violations } = await inPage(["ofIframe", "refused", "carried"], strict);
  assert.equal(answers.length, 2);
  for (const { ofIframe, refused, carried } of answers) {
    assert.ok(agree(ofIframe, 10), JSON.stringify(ofIframe));
    for (const [name, message] of Object.entries({
      undefined: /^TypeError: .*given was undefined/,
      text: /^TypeError: .*given was an empty text/,
      list: /^TypeError: .*given was a FileList: give one of its files/,
      input: /^TypeError: .*given was an HTMLInputElement: give one of its files, input\.files\[0\]/,
      array: /^TypeError: .*given was an Array/,
      clamped: /^TypeError: .*given was a Uint8ClampedArray: pixels need a size/,
      response: /^TypeError: .*given was a Response/,
      promise: /^TypeError: .*given was a Promise: await it first/,
      svg: /^TypeError: .*given was an SVGImageElement/,
      context: /^TypeError: .*given was an OffscreenCanvasRenderingContext2D: give its canvas/,
      wrapped: /^TypeError: .*given was an object with 0, length/,
      stream: /^TypeError: .*given was a MediaStream: videos are for track/,
      base64: /^ImageError: .{0,300}is base64 text, neither a path nor an address/,
      unloaded: /^ImageError: image: has no pixels yet: wait until it is loaded/,
      broken: /^ImageError: image: could not be loaded by the page/,
      video: /^ImageError: image: has no pixels yet: wait for the video's first frame/,
    })) {
      assert.match(refused[name] ?? "", message, name);
    }
    const { blob = "", ...data } = carried;
    assert.ok(agree(data, 2), JSON.stringify(data));
    assert.match(blob, /^ImageError: blob:.*: could not be read: .*Content-Security-Policy allows blob: neither in connect-src nor in img-src; give the Blob itself/);
  }
  assert.deepEqual([...new Set(asked.map((address) => new URL(address).pathname))].sort(), ["/none.jpg", "/photo.jpg"]);
  assert.ok(violations.length > 0 && violations.every((text) => text.includes("blob:")), violations.join("\n"));
});

test("a blob: address is read where the policy lets the page fetch it or show it", { skip: noBrowser }, async () => {
  for (const more of ["connect-src 'self' blob:", "img-src 'self' blob:"]) {
    const { answers } = await inPage(["carried"], `${strict}; ${more}`);
    for (const { carried } of answers) assert.ok(agree(carried, 3), `${more}: ${JSON.stringify(carried)}`);
  }
});
