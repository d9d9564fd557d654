import assert from "node:assert/strict";
import { test } from "node:test";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { demoPicture } from "../../demo-folder.js";
import { collect } from "../collect.js";
import { smallModel } from "../small-model.js";

const photos = ["L030_smile.jpg", "L013_neutral.jpg", "L031_smile.jpg", "L032_neutral.jpg", "L030_smile.jpg"].map(demoPicture);

test("a pool of workers gives the same faces in the pictures' order, and looks at several at once", async () => {
  const one = await Recognizer.load({ model: smallModel() });
  const pool = await Recognizer.load({ model: smallModel(), workers: 2 });
  try {
    assert.deepEqual([pool.model, pool.provider, pool.atOnce], [one.model, one.provider, 3]);
    const expected = await collect(one.recognizeAll(photos));
    assert.deepEqual(await collect(pool.recognizeAll(photos)), expected);
    const together = await Promise.all(photos.map(async (photo) => await pool.recognize(photo)));
    assert.deepEqual(together, expected.map(({ faces }) => faces));
  } finally {
    await one.close();
    await pool.close();
  }
  await assert.rejects(pool.recognize(photos[0] ?? ""), /closed/);
});

test("a number of workers that cannot be is named; where loading fails, no worker stays behind", async () => {
  for (const workers of [0, 1.5, Number.NaN]) {
    await assert.rejects(Recognizer.load({ workers }), { name: "RangeError", message: `workers is a whole number from 1, not ${workers}.` });
  }
  await assert.rejects(Recognizer.load({ workers: 2, model: new Uint8Array([1, 2, 3]) }), { name: "ModelFileError" });
  // The test would not end while a thread holds the process.
});
