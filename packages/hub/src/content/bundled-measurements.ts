import path from "node:path";
import { bundledModel } from "@fmpn/lab/files";
import type { MeasurementDocument } from "@fmpn/lab/measurement";
import { modelsFolder } from "./bundled-files.js";
import { documentFigures, documentReport } from "../measure/document-figures.js";
import { measureModel } from "../measure/measure-model.js";
import type { Runner } from "../measure/open-strangers-model.js";

/** A measurement that comes with the hub: what is measured, and under which protocol of the synthetic board. */
export interface BundledMeasurement {
  readonly slug: string;
  readonly model: string;
  readonly file: string;
  readonly protocol: string;
  /** The split's slug, and the faces that it is. */
  readonly split: string;
  readonly seed: number;
  readonly count: number;
  /** The model's claim under the same protocol, where it makes one. */
  readonly claim: { readonly model: string; readonly paper: string | null } | null;
}

const BOARD = "facial-expression-recognition-on-fmpn-synthetic-faces";
const SMALL = { model: "fmpn-small-hub", file: path.join(modelsFolder, "small-synthetic/small-synthetic.onnx"), claim: { model: "FMPN small, synthetic", paper: null } };
const COMPACT = { model: "fmpn-compact-bundled", file: bundledModel(), claim: null };

/** What is measured of the models that come with the hub; `scripts/hub-measurements.mjs` makes the documents anew. */
export const BUNDLED_MEASUREMENTS: readonly BundledMeasurement[] = [
  { slug: "synthetic-seed-2-compact", ...COMPACT, protocol: "hub-seed-2", split: "synthetic-seed-2", seed: 2, count: 1000 },
  { slug: "synthetic-seed-2-short-compact", ...COMPACT, protocol: "hub-seed-2-short", split: "synthetic-seed-2-short", seed: 2, count: 105 },
  { slug: "synthetic-seed-2-small", ...SMALL, protocol: "hub-seed-2", split: "synthetic-seed-2", seed: 2, count: 1000 },
  { slug: "synthetic-seed-3-small", ...SMALL, protocol: "hub-seed-3", split: "synthetic-seed-3", seed: 3, count: 1000 },
  { slug: "synthetic-seed-4-small", ...SMALL, protocol: "hub-seed-4", split: "synthetic-seed-4", seed: 4, count: 1000 },
  { slug: "synthetic-seed-2-short-small", ...SMALL, claim: null, protocol: "hub-seed-2-short", split: "synthetic-seed-2-short", seed: 2, count: 105 },
];

/** Measures by the hub's own path: the sandbox where there is one, our kernels, the document. */
export async function measureBundled({ file, seed, count }: BundledMeasurement, runner: Runner): Promise<MeasurementDocument> {
  const document = await measureModel({ file }, { kind: "drawn", faces: { seed, count }, secret: false }, runner);
  return { ...document, model: { ...document.model, file: path.basename(file) } };
}

/** The line of the hub's additions that speaks of a document. */
export function additionsLine({ slug, model, protocol, seed, count, claim, file }: BundledMeasurement, document: MeasurementDocument) {
  return {
    slug,
    board: BOARD,
    model,
    protocol,
    claim,
    relation: claim === null ? "own" : "same weights",
    values: documentFigures(document).map(({ name, number, low, high, level, resampled, units }) => ({ metric: name, number, low, high, level, resampled, units })),
    place: "this hub",
    isolation: document.runner.isolation ?? null,
    runner: document.runner,
    report: documentReport(document),
    command: `npx fmpn measure --synthetic ${count} --seed ${seed}${file === bundledModel() ? "" : ` --model ${path.basename(file)}`}`,
    date: document.measured_at.slice(0, 10),
    msPerImage: Math.round(100 * document.ms_per_image) / 100,
    artifact: document.model.sha256,
    preprocessing: null,
    answers: document.answers_sha256,
  };
}
