import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { RecognizeProgress } from "#src/recognizer/recognize-all.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { demoPicture } from "../demo-folder.js";
import { collect } from "./collect.js";
import { smallModel } from "./small-model.js";

const good = ["L013_smile.jpg", "L030_smile.jpg", "astronaut_face.jpg"].map(demoPicture);
let recognizer: Recognizer;
before(async () => void (recognizer = await Recognizer.load({ model: smallModel() })));
after(async () => await recognizer.close());

test("results come in order; a picture that cannot be read gives its error, and the next one follows", async () => {
  const sources = [good[0] ?? "", "no-such.jpg", ...good.slice(1)];
  const progress: RecognizeProgress[] = [];
  const results = await collect(recognizer.recognizeAll(sources, { onProgress: (step) => void progress.push(step) }));
  assert.deepEqual(results.map(({ index, source }) => [index, source]), [...sources.entries()]);
  assert.match(String(results[1]?.error), /ImageError: no-such\.jpg: does not exist/);
  for (const { faces } of results.filter(({ error }) => error === undefined)) assert.equal(faces?.length, 1);
  assert.deepEqual(results[3]?.faces, await recognizer.recognize(good[2] ?? ""));
  assert.deepEqual(progress.map(({ done }) => done), [1, 2, 3, 4]);
  assert.deepEqual(progress.at(-1), { done: 4, failed: 1, total: 4 });
});

test("sources may be a stream, which is read no further than needed", async () => {
  let given = 0;
  let ended = false;
  async function* stream(): AsyncGenerator<string> {
    try {
      for (;;) {
        given += 1;
        yield good[given % good.length] ?? "";
      }
    } finally {
      ended = true;
    }
  }
  let seen = 0;
  for await (const { faces } of recognizer.recognizeAll(stream())) {
    assert.equal(faces?.length, 1);
    seen += 1;
    if (seen === 3) break;
  }
  assert.ok(ended && given <= 4, `${given} pictures were asked for`);
  assert.deepEqual(await collect(recognizer.recognizeAll([])), []);
});

test("an abort ends it with its reason; a single picture is refused", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const results = recognizer.recognizeAll([...good, ...good], { signal: controller.signal });
  assert.equal((await results.next()).done, false);
  controller.abort(reason);
  await assert.rejects(results.next(), reason);
  await assert.rejects(recognizer.recognizeAll("photo.jpg").next(), { name: "TypeError", message: /a list or stream of pictures/ });
});

test("the answer of a camera that pauses does not wait for its next picture", async () => {
  const controller = new AbortController();
  async function* pausing(): AsyncGenerator<string> {
    yield good[0] ?? "";
    await new Promise(() => {});
  }
  const results = recognizer.recognizeAll(pausing(), { signal: controller.signal });
  assert.equal((await results.next()).value?.faces?.length, 1);
  const waiting = results.next();
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
});

test("what is wrong with the call and not with a picture is thrown", async () => {
  await assert.rejects(collect(recognizer.recognizeAll(good, { classes: ["joy"] })), { name: "RangeError", message: /no class "joy"/ });
  await assert.rejects(collect(recognizer.recognizeAll(good, { minFace: 0 })), { name: "RangeError", message: /minFace/ });
  const closed = await Recognizer.load({ model: smallModel() });
  await closed.close();
  await assert.rejects(collect(closed.recognizeAll(good)), /The recogniser is closed/);
});

test("whatever picture is bad, the others are read", async () => {
  const unreadable = new Blob(["words"]);
  unreadable.arrayBuffer = async () => await Promise.reject(new DOMException("The blob could not be read", "NotReadableError"));
  const bad = ["file://elsewhere/a.jpg", new URL("ftp://example.org/a.jpg"), unreadable, { width: 0, height: 0, data: new Uint8ClampedArray() }];
  const results = await collect(recognizer.recognizeAll([...bad, good[0] ?? ""]));
  for (const { error } of results.slice(0, -1)) assert.equal(error?.name, "ImageError");
  assert.match(String(results[2]?.error), /^ImageError: image: could not be read: The blob could not be read$/);
  assert.equal(results.at(-1)?.faces?.length, 1);
});
