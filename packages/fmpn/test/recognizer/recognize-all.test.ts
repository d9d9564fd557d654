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
  await assert.rejects(recognizer.recognizeAll("photo.jpg").next(), { name: "TypeError", message: /a list of pictures/ });
});
