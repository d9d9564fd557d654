import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import path from "node:path";
import { decodeModel, defaultProvider } from "@fmpn/graph/inference";
import { mirrorPicture } from "fmpn/pictures";
import { openPart } from "../datasets/data-part.js";
import { evaluate } from "../evaluation/evaluate.js";
import { averaged, type FaceClassifier } from "../evaluation/face-classifier.js";
import { bundledModel } from "../files/bundled-model.js";
import { openClassifier } from "../evaluation/open-classifier.js";
import { readForeignModel } from "../foreign/read-foreign-model.js";
import { modelFile } from "../files/model-file.js";
import type { WorkOptions } from "../work.js";
import { pinDataSet } from "./folder-split.js";
import { type MeasurementDocument, measurementDocument } from "./measurement-document.js";
import { checkMeasurementPlan, type MeasurementPlan } from "./measurement-plan.js";
import { measureOnSynthetic, type SplitAnswers } from "./synthetic-split.js";

/**
 * Carries out a plan: asks a model about every face of a split, and pins both.
 *
 * @throws Error naming the part of the plan that is wrong
 */
export async function startMeasurement(asked: MeasurementPlan, work: WorkOptions = {}): Promise<MeasurementDocument> {
  const plan = checkMeasurementPlan(asked);
  const { synthetic, preprocessing, externalData, detect, flip = false, threads = 2 } = plan;
  const file = await modelFile(plan.model ?? bundledModel());
  const model = await describeModel(file, preprocessing !== undefined, externalData);
  const classifier = await openClassifier({ model: file, preprocessing, externalData, threads });
  try {
    const { split, predictions, msPerImage } = synthetic === undefined ? await answersOnData(plan, classifier, work) : await measureOnSynthetic(synthetic, flip ? flipped(classifier) : classifier, { ...work, secret: synthetic.secret });
    return await measurementDocument(predictions, {
      model,
      preprocessing: {
        ...(preprocessing === undefined ? {} : { sha256: hashOf(await readFile(preprocessing)) }),
        size: classifier.size,
        margin: classifier.margin,
        faces: synthetic ? "known eyes" : detect ? "pictures" : "crops",
        flip,
      },
      split,
      runner: { fmpn: await ownVersion(), platform: `Node.js ${process.version}`, provider: classifier.provider ?? (await defaultProvider()), threads, cpu: cpus()[0]?.model },
      msPerImage,
    });
  } finally {
    await classifier.close();
  }
}

async function answersOnData({ data = "", name, detect, flip }: MeasurementPlan, classifier: FaceClassifier, work: WorkOptions): Promise<SplitAnswers> {
  const dataSet = await openPart(data);
  const split = await pinDataSet(dataSet, name, work);
  const { predictions, msPerFace } = await evaluate(dataSet, classifier, { ...work, detect, flip });
  return { split, predictions, msPerImage: msPerFace };
}

function flipped(classifier: FaceClassifier): FaceClassifier {
  return { ...classifier, classify: async (crop) => ({ probabilities: averaged(await classifier.classify(crop), await classifier.classify(mirrorPicture(crop))) }) };
}

async function describeModel(file: string, foreign: boolean, externalData: boolean | undefined): Promise<MeasurementDocument["model"]> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Error(`the model ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const { opsets, operators } = foreign ? (await readForeignModel(file, { externalData })).screened : operatorsOf(new Uint8Array(bytes), file);
  return { file: path.basename(file), sha256: hashOf(bytes), bytes: bytes.length, opset: opsets[""], operators: [...operators] };
}

function operatorsOf(bytes: Uint8Array, file: string): { readonly opsets: Readonly<Record<string, number>>; readonly operators: readonly string[] } {
  const { opsets, graph } = decodeModel(bytes, path.basename(file));
  return { opsets, operators: [...new Set(graph.nodes.map(({ operator }) => operator))].sort() };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function ownVersion(): Promise<string> {
  return (JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;
}
