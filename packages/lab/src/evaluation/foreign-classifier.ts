import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SessionOptions } from "@fmpn/graph";
import { type Picture, toGray, toRgb } from "fmpn";
import { openForeignSession } from "../foreign/foreign-session.js";
import { type GuardLimits } from "../foreign/guard.js";
import { type ForeignFileOptions, readForeignModel } from "../foreign/read-foreign-model.js";
import type { FaceClassifier } from "./face-classifier.js";
import { shortHash } from "./model-classifier.js";
import { softmax } from "./prediction.js";
import { parsePreprocessing, type Preprocessing } from "./preprocessing.js";

export interface ForeignClassifierOptions extends ForeignFileOptions, SessionOptions {
  /** What it may use while it runs; by default 2 GB beside its weights, and a minute for each answer. */
  readonly guard?: GuardLimits | undefined;
}

/**
 * Opens any ONNX classifier of faces whose pre-processing is stated in a JSON file (see {@link Preprocessing}), so that it can be
 * measured on the same crops as this project's models. The file is screened before a runtime sees it, and runs in a process of
 * its own under limits of memory and time.
 *
 * @throws ForeignModelError with the kind of refusal; Error naming the field of the statement
 */
export async function openForeignClassifier(file: string, statement: string, { limits, externalData, guard, ...session }: ForeignClassifierOptions = {}): Promise<FaceClassifier> {
  const { model: identity, screened } = await readForeignModel(file, { limits, externalData });
  const text = await readFile(statement, "utf8");
  const model = { ...identity, preprocessing: shortHash(text) };
  const stated = path.basename(statement);
  const preprocessing = parsePreprocessing(text, stated);
  const { size, margin, classes, channels, layout, answers, input, output } = preprocessing;
  const planes = channels === "gray" ? 1 : 3;
  const shape = layout === "NCHW" ? [1, planes, size, size] : [1, size, size, planes];
  const running = await openForeignSession(screened, model.file, { input, output, shape }, session, guard);
  return {
    model,
    classes,
    size,
    margin,
    async classify(crop) {
      const { data, type = "float32" } = await running.run(inputValues(crop, preprocessing));
      const place = `${model.file}: its output ${running.output}`;
      if (type !== "float32") throw new Error(`${place} is ${type}; read are float32 numbers`);
      if (data.length !== classes.length) throw new Error(`${place} has ${data.length} values for the ${classes.length} classes of ${stated}`);
      const values = data as Float32Array;
      return { probabilities: answers === "logits" ? softmax(values) : Float64Array.from(values) };
    },
    release: running.close,
  };
}

/** The crop as numbers: `((range of the pixel) − mean) / deviation`, in the order of channels and layout that is stated. */
export function inputValues(crop: Picture, { channels, layout, range: [low, high], mean, deviation }: Preprocessing): Float32Array {
  const { data, channels: planes } = channels === "gray" ? toGray(crop) : toRgb(crop);
  const pixels = data.length / planes;
  const values = new Float32Array(data.length);
  for (let channel = 0; channel < planes; channel += 1) {
    const source = channels === "bgr" ? 2 - channel : channel;
    const [middle, spread] = [mean[channel % mean.length], deviation[channel % deviation.length]];
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const ranged = low + ((high - low) * data[pixel * planes + source]) / 255;
      values[layout === "NCHW" ? channel * pixels + pixel : pixel * planes + channel] = (ranged - middle) / spread;
    }
  }
  return values;
}
