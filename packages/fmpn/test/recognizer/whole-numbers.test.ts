import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { Recognizer } from "fmpn";
import { demoFolder, demoPicture } from "../demo-folder.js";

test("the expression is computed in whole numbers where that is asked for, nearly as exactly, in a worker too", async () => {
  const exact = await Recognizer.load();
  const [here, there] = [await Recognizer.load({ wholeNumbers: true }), await Recognizer.load({ wholeNumbers: true, worker: true })];
  const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at])));
  for (const name of (await readdir(demoFolder)).slice(0, 2)) {
    const [[expected], [found], [inWorker]] = [await exact.recognize(demoPicture(name)), await here.recognize(demoPicture(name)), await there.recognize(demoPicture(name))];
    const shares = furthest(Object.values(found.probabilities), Object.values(expected.probabilities));
    const mask = furthest(found.mask, expected.mask);
    assert.ok(shares > 0 && shares < 2e-4, `${name}: probabilities differ by ${shares}`);
    assert.ok(mask > 0 && mask < 2e-3, `${name}: masks differ by ${mask}`);
    assert.deepEqual(inWorker.probabilities, found.probabilities, name);
  }
  await Promise.all([exact.close(), here.close(), there.close()]);
});
