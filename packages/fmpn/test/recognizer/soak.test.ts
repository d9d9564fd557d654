import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeImage } from "#src/images/decode.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { demoPicture } from "../demo-folder.js";
import { smallModel } from "./small-model.js";
import { full } from "../../../../test-support/long.ts";

const frames = full ? 10_000 : 80;
/** Above this, a leak of a single 64 × 64 mask in every frame would show in a full run. */
const allowed = full ? 60 : 100;

test(`memory is steady over ${frames} frames`, async (context) => {
  const recognizer = await Recognizer.load({ model: smallModel() });
  const picture = await decodeImage(demoPicture("L030_smile.jpg"));
  function* recording(): Generator<{ image: typeof picture; time: number }> {
    for (let index = 0; index < frames; index++) yield { image: picture, time: index / 25 };
  }
  const memory: number[] = [];
  let count = 0;
  for await (const { faces } of recognizer.track(recording(), { everyFrame: true })) {
    assert.deepEqual(faces.map(({ id }) => id), [1]);
    count += 1;
    if (count % (frames / 10) === 0) memory.push(process.memoryUsage().rss / 2 ** 20);
  }
  assert.equal(count, frames);
  // The first fifth warms up: compiled code, pools of threads and memory.
  const [from, to] = [memory[1] ?? 0, memory.at(-1) ?? Infinity];
  context.diagnostic(`MiB by tenths: ${memory.map(Math.round).join(", ")}`);
  assert.ok(to - from < allowed, `${to - from} MiB more`);
  await recognizer.close();
});
