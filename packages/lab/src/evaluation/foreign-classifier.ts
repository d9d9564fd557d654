import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SessionOptions } from "@fmpn/graph/inference";
import { ForeignModelError } from "@fmpn/graph/onnx";
import { ModelFileError, type ModelInfo, readModel } from "fmpn/model";
import { FACE_INPUT, facePlanes, softmax } from "fmpn/networks";
import { type Picture, toGray, toRgb } from "fmpn/pictures";
import { openForeignSession } from "../foreign/foreign-session.js";
import type { GuardLimits, LaunchProcess } from "../foreign/guard.js";
import { type ForeignFileOptions, readForeignModel } from "../foreign/read-foreign-model.js";
import type { FaceClassifier } from "./face-classifier.js";
import { shortHash } from "../files/short-hash.js";
import { parsePreprocessing, type Preprocessing } from "./preprocessing.js";

export interface ForeignClassifierOptions extends ForeignFileOptions, SessionOptions {
  /** What it may use while it runs; by default 2 GB beside its weights, and a minute for each answer. */
  readonly guard?: GuardLimits | undefined;
  /** Starts the process that it runs in, as one without files and network; by default a plain one. */
  readonly launch?: LaunchProcess | undefined;
}

/**
 * Opens any ONNX classifier of faces whose pre-processing is stated in a JSON file (see {@link Preprocessing}), so that it can be
 * measured on the same crops as this project's models. The file is screened before a runtime sees it, and runs in a process of
 * its own under limits of memory and time.
 *
 * @throws ForeignModelError with the kind of refusal; Error naming the field of the statement
 */
export async function openForeignClassifier(file: string, statement: string, { limits, externalData, guard, launch, ...session }: ForeignClassifierOptions = {}): Promise<FaceClassifier> {
  const { model: identity, screened } = await readForeignModel(file, { limits, externalData });
  const text = await readFile(statement, "utf8");
  const model = { ...identity, preprocessing: shortHash(text) };
  const stated = path.basename(statement);
  const preprocessing = parsePreprocessing(text, stated);
  const { size, margin, classes, channels, layout, answers, input, output } = preprocessing;
  const planes = channels === "gray" ? 1 : 3;
  const shape = layout === "NCHW" ? [1, planes, size, size] : [1, size, size, planes];
  const running = await openForeignSession(screened, model.file, { input, output, shape }, session, guard, launch);
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
    close: running.close,
  };
}

/**
 * Opens a model file of this project's form that comes from a stranger: it says itself how it wants its faces, and is screened and
 * run under limits as any other project's.
 *
 * @throws ForeignModelError with the kind of refusal, `file` where it is no model of this form
 */
export async function openGuardedModel(file: string, { limits, guard, launch, ...session }: ForeignClassifierOptions = {}): Promise<FaceClassifier> {
  const { model, screened } = await readForeignModel(file, { limits });
  const { size, classes, crop } = infoOf(await readFile(file), model.file);
  const running = await openForeignSession(screened, model.file, { input: FACE_INPUT, output: "logits", shape: [1, 3, size, size] }, session, guard, launch);
  return {
    model,
    classes,
    size,
    margin: crop.margin,
    async classify(face) {
      const { data } = await running.run(facePlanes(face));
      if (data.length !== classes.length) throw new ForeignModelError("shape", `${model.file}: its output logits has ${data.length} values for its ${classes.length} classes`);
      return { probabilities: softmax(data as Float32Array) };
    },
    close: running.close,
  };
}

function infoOf(bytes: Uint8Array, file: string): ModelInfo {
  try {
    return readModel(new Uint8Array(bytes), file).info;
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new ForeignModelError("file", `${error.message}; a model of another project wants a statement of its pre-processing`, { cause: error });
  }
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
