import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import { openPart, pinDataSet } from "@fmpn/lab/datasets";
import { evaluate, type FaceClassifier } from "@fmpn/lab/evaluation";
import { readForeignModel } from "@fmpn/lab/foreign";
import { type MeasurementDocument, measurementDocument, measureOnSynthetic, type MeasureOptions, type SplitAnswers } from "@fmpn/lab/measurement";
import type { MeasurableSplit } from "./measurable-split.js";
import { type Stability, stabilityOf } from "./stability.js";
import { openStrangersModel, type Runner, type StrangersModel, UPLOAD_LIMITS } from "./open-strangers-model.js";

const version = (createRequire(import.meta.url)("fmpn/package.json") as { version: string }).version;

/** Measures a stranger's model on a split: what came out, with all that makes it checkable. @throws ForeignModelError with the kind of refusal */
export async function measureModel(model: StrangersModel, split: MeasurableSplit, runner: Runner, options: Pick<MeasureOptions, "signal" | "onProgress"> = {}): Promise<MeasurementDocument> {
  const { classifier, provider } = await openStrangersModel(model, runner);
  try {
    const { split: pinned, predictions, msPerImage } = split.kind === "drawn" ? await measureOnSynthetic(split.faces, classifier, { ...options, secret: split.secret }) : await measureOnFolder(split.folder, classifier, options);
    const bytes = await readFile(model.file);
    const { screened } = await readForeignModel(model.file, { limits: UPLOAD_LIMITS });
    const statement = model.statement === undefined ? undefined : await readFile(model.statement);
    return await measurementDocument(predictions, {
      model: { file: classifier.model.file, sha256: hash(bytes), bytes: bytes.length, opset: screened.opsets[""], operators: [...screened.operators] },
      preprocessing: { ...(statement === undefined ? {} : { sha256: hash(statement) }), size: classifier.size, margin: classifier.margin, faces: split.kind === "drawn" ? "known eyes" : "crops", flip: false },
      runner: { fmpn: version, platform: `Node.js ${process.version}`, provider, threads: 1, cpu: os.cpus()[0]?.model.trim(), isolation: runner.isolation },
      split: pinned,
      msPerImage,
    });
  } finally {
    await classifier.close();
  }
}

async function measureOnFolder(folder: string, classifier: FaceClassifier, { signal, onProgress }: Pick<MeasureOptions, "signal" | "onProgress">): Promise<SplitAnswers> {
  const dataSet = await openPart(folder);
  const split = await pinDataSet(dataSet, dataSet.name, { signal, onProgress });
  const { predictions, msPerFace } = await evaluate(dataSet, classifier, { signal, onProgress });
  return { split, predictions, msPerImage: msPerFace };
}

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What a model says to a few faces, to be looked at before it is measured. */
export interface DryRun {
  readonly provider: string;
  readonly answers: readonly { readonly truth: string; readonly answer: string; readonly sure: number }[];
  /** Missing in drafts of older hubs. */
  readonly stability?: Stability | undefined;
}

/** Asks a model about the first eight faces of the public series: with wrong pre-processing its answers look like chance. */
export async function tryModel(model: StrangersModel, runner: Runner): Promise<DryRun> {
  const { classifier, provider } = await openStrangersModel(model, runner);
  try {
    const { predictions } = await measureOnSynthetic({ seed: 2, count: 8 }, classifier);
    const answers = predictions.faces.map(({ truth, probabilities }) => {
      const shares = Array.from(probabilities);
      const sure = Math.max(...shares);
      return { truth, sure, answer: predictions.classes[shares.indexOf(sure)] ?? "" };
    });
    return { provider, answers, stability: await stabilityOf(classifier, answers.map(({ answer }) => answer)) };
  } finally {
    await classifier.close();
  }
}
