import {
  evaluate,
  type Evaluation,
  type EvaluationJson,
  evaluationJson,
  EXPRESSIONS,
  type FaceClassifier,
  formatPredictions,
  normalizeExpression,
  openDataSet,
  openForeignClassifier,
  openModelClassifier,
  selectWhere,
  writeWhole,
} from "@fmpn/lab";
import { Command } from "commander";
import { collect, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";
import { textTable } from "../terminal/text-table.js";

interface EvaluateCommandOptions {
  readonly model?: string;
  readonly preprocessing?: string;
  readonly split?: string;
  readonly where?: string[];
  readonly classes?: string;
  readonly detect?: boolean;
  readonly flip?: boolean;
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
    .option("--model <file>", "a model file of fmpn train; with --preprocessing any ONNX classifier")
    .option("--preprocessing <file>", "JSON that states how another project's classifier wants its faces (docs/evaluation.md)")
    .option("--split <name>", "only this split; the same as --where split=<name>")
    .option("--where <column=value>", "only samples with this value (several: a|b; column!=value); may be repeated", collect)
    .option("--classes <a,b,…>", "only these expressions, as labels and as answers")
    .option("--detect", "find the face in the whole picture, as applications do; a missed face is wrong")
    .option("--flip", "average the answer with that for the mirrored face")
    .option("--predictions <file>", "write truth, answer and probabilities of each picture into this CSV file")
    .option("--json", "print everything as JSON")
    .option("--threads <n>", "threads of the network", wholeNumber(1, 64), 2)
    .option("--workers <n>", "threads that decode; 0: the main one", wholeNumber(0, 64), 2)
    .action(async (data: string, options: EvaluateCommandOptions) => {
      const dataSet = selectWhere(await openDataSet(data), conditionsOf(options));
      const classifier = await openClassifier(options);
      try {
        const bars = { eyes: progressBar("eyes"), faces: progressBar("faces") };
        const evaluation = await evaluate(dataSet, classifier, {
          detect: options.detect === true,
          flip: options.flip === true,
          workers: options.workers,
          onProgress: (what, done, total) => bars[what](done, total),
        });
        if (options.predictions) await writeWhole(options.predictions, formatPredictions(evaluation.predictions));
        const figures = evaluationJson(evaluation);
        process.stdout.write(options.json ? `${JSON.stringify(figures, null, 2)}\n` : asText(figures, evaluation));
      } finally {
        await classifier.release();
      }
    });
}

function conditionsOf({ split, where = [], classes }: EvaluateCommandOptions): string[] {
  const labels = classes?.split(",").map((word) => {
    const label = normalizeExpression(word);
    if (label === undefined) throw new Error(`--classes: "${word}" is no expression; there are ${EXPRESSIONS.join(", ")}`);
    return label;
  });
  return [...where, ...(split === undefined ? [] : [`split=${split}`]), ...(labels ? [`label=${labels.join("|")}`] : [])];
}

async function openClassifier({ model, preprocessing, threads }: EvaluateCommandOptions): Promise<FaceClassifier> {
  if (model === undefined) throw new Error("name a model file with --model; fmpn train writes one (RUN/model.onnx)");
  return preprocessing === undefined ? await openModelClassifier(model, { threads }) : await openForeignClassifier(model, preprocessing, { threads });
}

/** How many unreadable files are listed; `--json` has all. */
const LISTED = 5;

function asText(figures: EvaluationJson, { frame, unreadable, eyesUnseen, msPerImage, msPerFace }: Evaluation): string {
  const { intervals, unrestricted, classes, per_class: perClass, images, faces_found: found, folds } = figures;
  const range = (span: readonly [number, number]): string => `[${percent(span[0])}, ${percent(span[1])}]`;
  const row = (name: string, key: "accuracy" | "balanced_accuracy" | "macro_f1"): string[] => [
    name,
    percent(figures[key]),
    range(intervals[key]),
    percent(unrestricted[key]),
  ];
  const shown = [...unreadable.slice(0, LISTED), ...(unreadable.length > LISTED ? [`… and ${unreadable.length - LISTED} more (--json has all)`] : [])];
  const lines = [
    `${frame.data.name} (hash ${frame.data.hash}), model ${frame.model.file} (hash ${frame.model.hash})`,
    frame.protocol === "crops"
      ? `${images} crops${eyesUnseen > 0 ? `; eyes not seen in ${eyesUnseen}, where the set's median position stands in` : ""}`
      : `${images} pictures, a face found in ${found}; a missed face is wrong`,
    ...(frame.flip ? ["each face and its mirror image, averaged"] : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} pictures could not be read and count as wrong:`, ...shown.map((line) => `  ${line}`)] : []),
    "",
    textTable([
      ["%", "", "95 % interval", `all ${unrestricted.classes.length} classes`],
      row("accuracy", "accuracy"),
      row("balanced accuracy", "balanced_accuracy"),
      row("macro F1", "macro_f1"),
      ["calibration error", percent(figures.ece), "", percent(unrestricted.ece)],
      ...(folds ? [["fold mean of accuracy", percent(folds.mean.accuracy), `± ${percent(folds.standard_deviation)}`, ""]] : []),
    ]),
    `intervals: bootstrap over ${intervals.units} ${intervals.over}; answers among the set's ${classes.length} classes, beside them among all of the model's`,
    "",
    textTable([
      ["", "precision", "recall", "F1", "faces"],
      ...classes.map((name) => {
        const { precision, recall, f1, support } = perClass[name];
        return [name, percent(precision), percent(recall), percent(f1), support];
      }),
    ]),
    "",
    textTable([["truth \\ answer", ...classes], ...classes.map((name, k) => [name, ...figures.confusion[k]])]),
    "",
    `${msPerImage.toFixed(1)} ms a picture from file to answer, ${msPerFace.toFixed(1)} ms of it from crop to answer`,
  ];
  return `${lines.join("\n")}\n`;
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
