import {
  type DataSet,
  evaluate,
  evaluationJson,
  EXPRESSIONS,
  type FaceClassifier,
  type Faithfulness,
  faithfulness,
  type FoldMasks,
  formatPredictions,
  normalizeExpression,
  openDataSet,
  type PriorAgreement,
  priorAgreement,
  type RegionOverlap,
  regionOverlap,
  selectWhere,
  writeWhole,
} from "@fmpn/lab";
import { Command, Option } from "commander";
import { checkMaskOptions } from "../evaluate/check-mask-options.js";
import { evaluationText, faithfulnessText, priorText, regionText } from "../terminal/evaluation-text.js";
import { openClassifier } from "../terminal/open-classifier.js";
import { collect, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";

interface EvaluateCommandOptions {
  readonly model?: string;
  readonly preprocessing?: string;
  readonly externalData?: boolean;
  readonly split?: string;
  readonly where?: string[];
  readonly classes?: string;
  readonly detect?: boolean;
  readonly flip?: boolean;
  readonly regions?: boolean;
  readonly masks?: string;
  readonly faithfulness?: number | true;
  readonly erase: "mean" | "blur";
  readonly json?: boolean;
  readonly predictions?: string;
  readonly threads: number;
  readonly workers: number;
}

/** `fmpn evaluate`: how often a model is right on a data set. */
export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description("measure a model on a data set: accuracy with intervals, by class, confusion, calibration, time")
    .argument("<data>", "a folder with labels.csv, or in the layout that its owners hand out")
    .option("--model <file>", "a model file of fmpn train, by default the bundled one; with --preprocessing any ONNX classifier")
    .option("--preprocessing <file>", "JSON that states how another project's classifier wants its faces (docs/evaluation.md)")
    .option("--external-data", "also read weights that lie in files beside another project's model")
    .option("--split <name>", "only this split; the same as --where split=<name>")
    .option("--where <column=value>", "only samples with this value (several: a|b; column!=value); may be repeated", collect)
    .option("--classes <a,b,…>", "only these expressions, as labels and as answers")
    .option("--detect", "find the face in the whole picture, as applications do; a missed face is wrong")
    .option("--flip", "average the answer with that for the mirrored face")
    .option("--predictions <file>", "write truth, answer and probabilities of each picture into this CSV file")
    .option("--regions", "compare the masks with the true motion regions of synthetic faces")
    .option("--masks <folder>", "compare the masks with the class masks that fmpn prior wrote there, with the model's margin (fmpn model tells it)")
    .option("--faithfulness [faces]", "erase what the masks show and watch the answer fall, on so many faces (300)", wholeNumber(1))
    .addOption(new Option("--erase <how>", "what erased parts show: the face's mean colour, or blur").choices(["mean", "blur"]).default("mean"))
    .option("--json", "print everything as JSON")
    .option("--threads <n>", "threads of the network", wholeNumber(1, 64), 2)
    .option("--workers <n>", "threads that decode; 0: the main one", wholeNumber(0, 64), 2)
    .action(async (data: string, options: EvaluateCommandOptions) => {
      const dataSet = selectWhere(await openDataSet(data), conditionsOf(options));
      const classifier = await openClassifier(options);
      try {
        const priors = await checkMaskOptions(dataSet, classifier.margin, options);
        const common = { workers: options.workers, onProgress: progress("faces") };
        const evaluation = await evaluate(dataSet, classifier, { ...common, detect: options.detect === true, flip: options.flip === true });
        if (options.predictions) await writeWhole(options.predictions, formatPredictions(evaluation.predictions));
        const masks = await judgeMasks(dataSet, classifier, priors, options);
        const figures = evaluationJson(evaluation);
        if (options.json) process.stdout.write(`${JSON.stringify({ ...figures, ...(snakeCased(masks) as object) }, null, 2)}\n`);
        else process.stdout.write(evaluationText(figures, evaluation) + masksText(masks));
      } finally {
        await classifier.release();
      }
    });
}

/** What was asked about the masks. */
interface MaskFigures {
  readonly regions?: RegionOverlap;
  readonly prior?: PriorAgreement;
  readonly faithfulness?: Faithfulness;
}

async function judgeMasks(dataSet: DataSet, classifier: FaceClassifier, priors: readonly FoldMasks[] | undefined, options: EvaluateCommandOptions): Promise<MaskFigures> {
  const { workers, regions, erase } = options;
  const faces = options.faithfulness;
  return {
    ...(regions ? { regions: await regionOverlap(dataSet, classifier, { workers, onProgress: progress("regions") }) } : {}),
    ...(priors === undefined ? {} : { prior: await priorAgreement(dataSet, classifier, priors, { workers, onProgress: progress("priors") }) }),
    ...(faces === undefined
      ? {}
      : { faithfulness: await faithfulness(dataSet, classifier, { workers, eraser: erase, ...(faces === true ? {} : { faces }), onProgress: progress("erasing") }) }),
  };
}

function masksText({ regions, prior, faithfulness: erased }: MaskFigures): string {
  return [regions ? regionText(regions) : "", prior ? priorText(prior) : "", erased ? faithfulnessText(erased) : ""].join("");
}

/** A bar for each of the two things that are waited for. */
function progress(name: string): (what: "eyes" | "faces", done: number, total: number) => void {
  const bars = { eyes: progressBar("eyes"), faces: progressBar(name) };
  return (what, done, total) => bars[what](done, total);
}

function conditionsOf({ split, where = [], classes }: EvaluateCommandOptions): string[] {
  const labels = classes?.split(",").map((word) => {
    const label = normalizeExpression(word);
    if (label === undefined) throw new Error(`--classes: "${word}" is no expression; there are ${EXPRESSIONS.join(", ")}`);
    return label;
  });
  return [...where, ...(split === undefined ? [] : [`split=${split}`]), ...(labels ? [`label=${labels.join("|")}`] : [])];
}

/** Field names as JSON has them: `atHalf` becomes `at_half`. */
function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snakeCased(entry)]));
}
