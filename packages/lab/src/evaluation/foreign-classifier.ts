import { readFile } from "node:fs/promises";
import path from "node:path";
import { openSession, type SessionOptions } from "@fmpn/graph";
import { type Picture, toGray, toRgb } from "fmpn";
import { type FaceClassifier, readModelFile, shortHash } from "./face-classifier.js";
import { softmax } from "./prediction.js";
import { parsePreprocessing, type Preprocessing } from "./preprocessing.js";

/**
 * Opens any ONNX classifier of faces whose pre-processing is stated in a JSON file (see {@link Preprocessing}), so that it can be
 * measured on the same crops as this project's models.
 *
 * @throws Error naming the field of the statement, or the input or output that the graph lacks
 */
export async function openForeignClassifier(file: string, statement: string, options: SessionOptions = {}): Promise<FaceClassifier> {
  const { bytes, model: identity } = await readModelFile(file);
  const stated = await readFile(statement, "utf8");
  const model = { ...identity, preprocessing: shortHash(stated) };
  const preprocessing = parsePreprocessing(stated, path.basename(statement));
  const session = await openSession(bytes, options);
  const input = choose("input", preprocessing.input, session.inputNames, model.file);
  const output = choose("output", preprocessing.output, session.outputNames, model.file);
  const { size, margin, classes, channels, layout, answers } = preprocessing;
  const planes = channels === "gray" ? 1 : 3;
  const shape = layout === "NCHW" ? [1, planes, size, size] : [1, size, size, planes];
  return {
    model,
    classes,
    size,
    margin,
    async classify(crop) {
      const results = await session.run({ [input]: { data: inputValues(crop, preprocessing), shape } });
      const values = results[output].data as Float32Array;
      if (values.length !== classes.length) {
        throw new Error(`${model.file}: its output ${output} has ${values.length} values for the ${classes.length} classes of ${path.basename(statement)}`);
      }
      return { probabilities: answers === "logits" ? softmax(values) : Float64Array.from(values) };
    },
    release: async () => await session.release(),
  };
}

function choose(kind: "input" | "output", wanted: string | undefined, names: readonly string[], file: string): string {
  if (wanted === undefined && (names.length === 1 || kind === "output")) return names[0];
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  throw new Error(`${file}: ${wanted === undefined ? `name one of its ${kind}s` : `it has no ${kind} ${wanted}; name one of`}: ${names.join(", ")}`);
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
