import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createPicture } from "#src/images/picture.js";
import type { RecognizeOptions } from "#src/recognizer/face-reader.js";
import { Recognizer, type RecognizerOptions } from "#src/recognizer/recognizer.js";
import { smallModel } from "./small-model.js";

let recognizers: Recognizer[];
before(async () => void (recognizers = await Promise.all([false, true].map(async (worker) => await Recognizer.load({ worker, model: smallModel() })))));
after(async () => void (await Promise.all(recognizers.map((recognizer) => recognizer.close()))));

test("options of recognition that cannot be are named, with and without a worker", async () => {
  const picture = createPicture(40, 40, 3);
  for (const [options, message] of [
    [{ maxFaces: -1 }, /^RangeError: maxFaces is a whole number from 1, or Infinity, not -1\.$/],
    [{ maxFaces: 0 }, /^RangeError: maxFaces/],
    [{ maxFaces: 1.5 }, /^RangeError: maxFaces/],
    [{ maxFaces: "2" }, /^RangeError: maxFaces/],
    [{ effort: "quick" }, /^RangeError: effort is fast, auto, full, not quick\.$/],
    [{ minFace: 0 }, /^RangeError: minFace/],
    [{ minScore: 2 }, /^RangeError: minScore/],
    [{ classes: "happiness" }, /^TypeError: classes is a list of the model's classes, not happiness\.$/],
    [{ classes: [] }, /^RangeError: No class is asked for/],
    [{ classes: ["joy"] }, /^RangeError: The model has no class "joy"/],
  ] as const) {
    for (const recognizer of recognizers) await assert.rejects(recognizer.recognize(picture, options as unknown as RecognizeOptions), message);
  }
  for (const recognizer of recognizers) assert.deepEqual(await recognizer.recognize(picture, { maxFaces: Infinity }), []);
});

test("options of loading that cannot be are named, with and without a worker", async () => {
  for (const worker of [false, true]) {
    for (const [options, message] of [
      [{ provider: "tpu" }, /^ProviderError: There is no provider "tpu": choose among .*cpu/],
      [{ threads: -1 }, /^RangeError: threads is a whole number from 1, not -1\.$/],
      [{ detector: 5 }, /^TypeError: detector is an object with a function detect, or \{ models: folder \}; given was 5\.$/],
      [{ detector: { provider: "tpu" } }, /^ProviderError: There is no provider "tpu"/],
    ] as const) {
      await assert.rejects(Recognizer.load({ worker, ...options } as unknown as RecognizerOptions), message);
    }
  }
  for (const wrong of ["my.onnx", 5, null]) await assert.rejects(Recognizer.load(wrong as unknown as RecognizerOptions), /^TypeError: Recognizer\.load takes options, as \{ model: "my\.onnx" \}; given was /);
});
