import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Worker } from "node:worker_threads";
import { decodeImage } from "#src/images/decode.js";
import { ImageError } from "#src/images/image-error.js";
import { createPicture } from "#src/images/picture.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { packError, unpackError } from "#src/recognizer/worker/errors.js";
import { demoPicture } from "../../demo-folder.js";
import { collect } from "../collect.js";
import { smallModel } from "../small-model.js";

const photo = demoPicture("L030_smile.jpg");
let here: Recognizer;
let there: Recognizer;
before(async () => {
  here = await Recognizer.load({ model: smallModel() });
  there = await Recognizer.load({ model: smallModel(), worker: true });
});
after(async () => {
  await here.close();
  await there.close();
});

test("a worker thread gives the same faces for whatever can be asked", async () => {
  const expected = await here.recognize(photo);
  assert.deepEqual(there.model, here.model);
  assert.equal(there.provider, here.provider);
  const bytes = await readFile(photo);
  for (const source of [photo, bytes, bytes.subarray(), new File([bytes], "face.jpg"), await decodeImage(photo)]) {
    assert.deepEqual(await there.recognize(source), expected);
  }
  const [face] = expected;
  assert.ok(face);
  assert.deepEqual(await there.classify(face.crop, { flip: true }), await here.classify(face.crop, { flip: true }));
  assert.equal(bytes.length, (await readFile(photo)).length, "the caller's bytes are copied, not taken");
  const all = await collect(there.recognizeAll([photo, "no-such.jpg"]));
  assert.deepEqual(all[0]?.faces, expected);
  assert.ok(all[1]?.error instanceof ImageError);
});

test("the calling thread is free while the worker looks", async () => {
  const picture = createPicture(2000, 2000, 3);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  const started = performance.now();
  await there.recognize(picture, { minFace: 24 });
  clearInterval(timer);
  const took = performance.now() - started;
  assert.ok(longest < took / 3, `blocked for ${longest} of ${took} ms`);
});

test("errors come back as what they were", async () => {
  await assert.rejects(there.recognize("no-such.jpg"), (error) => error instanceof ImageError && error.file === "no-such.jpg" && error.fault === "unreadable");
  await assert.rejects(there.recognize(new File(["words"], "words.png")), { name: "ImageError", message: /^words\.png: / });
  await assert.rejects(there.recognize(photo, { classes: ["joy"] }), { name: "RangeError", message: /no class "joy"/ });
  await assert.rejects(Recognizer.load({ model: smallModel().subarray(0, 2000), worker: true }), { name: "ModelFileError" });
  const detector = { detect: async () => [], locateEyes: async () => undefined };
  await assert.rejects(Recognizer.load({ model: smallModel(), worker: true, detector }), { name: "TypeError", message: /cannot be posted to a worker/ });
  const abort = unpackError(packError(new DOMException("stop", "AbortError")));
  assert.deepEqual([abort.name, abort.message], ["AbortError", "stop"]);
});

test("an abort rejects at once, and the worker goes on with the next call", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const call = there.recognize(createPicture(3000, 3000, 3), { minFace: 20, signal: controller.signal });
  setTimeout(() => controller.abort(reason), 50);
  await assert.rejects(call, reason);
  assert.equal((await there.recognize(photo)).length, 1);
  await assert.rejects(Recognizer.load({ model: smallModel(), worker: true, signal: AbortSignal.timeout(1) }), { name: "TimeoutError" });
});

test("closing finishes what is under way; later calls are refused", async () => {
  const brief = await Recognizer.load({ model: smallModel(), worker: true });
  const call = brief.recognize(photo);
  await brief.close();
  assert.equal((await call).length, 1);
  await assert.rejects(brief.recognize(photo), /The recogniser is closed/);
});

test("a file's path stays one where the process has a page's globals, as jsdom, happy-dom and deno --location make them", async (t) => {
  const place = new URL("http://localhost:3000/");
  for (const [name, value] of Object.entries({ location: place, document: { baseURI: place.href }, window: globalThis, self: globalThis })) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => (before === undefined ? Reflect.deleteProperty(globalThis, name) : Object.defineProperty(globalThis, name, before)));
  }
  const expected = await here.recognize(photo);
  assert.equal(expected.length, 1);
  const inPage = await Recognizer.load({ model: smallModel(), worker: true });
  try {
    for (const recognizer of [there, inPage]) {
      assert.deepEqual(await recognizer.recognize(photo), expected);
      assert.deepEqual(await recognizer.recognize(path.relative(process.cwd(), photo)), expected);
    }
  } finally {
    await inPage.close();
  }
});

test("a process goes on after closing, also where an aborted call was under way", async (t) => {
  const cwd = await mkdtemp(path.join(tmpdir(), "fmpn-worker-"));
  t.after(async () => await rm(cwd, { recursive: true }));
  const script = `
    import { Recognizer } from ${JSON.stringify(new URL("../../../dist/index.js", import.meta.url).href)};
    const recognizer = await Recognizer.load({ worker: true });
    await recognizer.recognize(${JSON.stringify(photo)});
    await recognizer.recognize(${JSON.stringify(photo)}, { signal: AbortSignal.timeout(0) }).catch(() => {});
    await recognizer.close();
    process.exitCode = 5;`;
  await writeFile(path.join(cwd, "closes.mjs"), script);
  const runs = [1, 2].map(async () => await once(spawn(process.execPath, ["closes.mjs"], { cwd, stdio: "inherit" }), "exit"));
  assert.deepEqual(await Promise.all(runs), [[5, null], [5, null]]);
});

test("a worker that dies is told of by every later call, not taken for a bad picture; closing is quiet", async () => {
  const started = once(process, "worker");
  const brief = await Recognizer.load({ model: smallModel(), worker: true });
  const [thread] = (await started) as [Worker];
  await thread.terminate();
  await assert.rejects(brief.recognize(photo), /The recogniser's thread has ended/);
  await assert.rejects(collect(brief.recognizeAll([photo, photo])), /The recogniser's thread has ended/);
  await brief.close();
});
