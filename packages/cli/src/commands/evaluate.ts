import { readFile } from "node:fs/promises";
import { parseShard } from "@fmpn/lab";
import { partSyntax } from "@fmpn/lab/datasets";
import { type Evaluation, evaluationJson, formatEvaluation, formatPart, formatPredictions, mergeParts, startEvaluation } from "@fmpn/lab/evaluation";
import { checkFile, writeWhole } from "@fmpn/lab/files";
import { Command, Option } from "commander";
import { evaluationText, masksText } from "../terminal/evaluation-text.js";
import { collect, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";

interface EvaluateOptions {
  readonly model?: string | undefined;
  readonly preprocessing?: string | undefined;
  readonly externalData?: boolean | undefined;
  readonly split?: string | undefined;
  readonly where?: string[] | undefined;
  readonly classes?: string | undefined;
  readonly detect?: boolean | undefined;
  readonly flip?: boolean | undefined;
  readonly by?: string | undefined;
  readonly regions?: boolean | undefined;
  readonly masks?: string | undefined;
  readonly motion?: boolean | undefined;
  readonly faithfulness?: number | true | undefined;
  readonly erase: "mean" | "blur";
  readonly shard?: string | undefined;
  readonly merge?: string[] | undefined;
  readonly json?: boolean | undefined;
  readonly predictions?: string | undefined;
  readonly threads: number;
  readonly workers: number;
}

/** `fmpn evaluate`: how often a model is right on a data set. */
export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description("measure a model on a data set: accuracy with intervals, by class, confusion, calibration, time")
    .argument("[data]", `a folder with labels.csv, or in the layout that its owners hand out: ${partSyntax}`)
    .option("--model <file>", "a model file of fmpn train, by default the bundled one; with --preprocessing any ONNX classifier")
    .option("--preprocessing <file>", "JSON that states how another project's classifier wants its faces (docs/evaluation.md)")
    .option("--external-data", "also read weights that lie in files beside another project's model")
    .option("--split <name>", "only this split; the same as --where split=<name>")
    .option("--where <column=value>", "only samples with this value (several: a|b; column!=value); may be repeated", collect)
    .option("--classes <a,b,…>", "only these expressions, as labels and as answers")
    .option("--detect", "find the face in the whole picture, as applications do; a missed face is wrong")
    .option("--flip", "average the answer with that for the mirrored face")
    .option("--by <column>", "also tell the accuracy by the values of this column, such as sex")
    .option("--predictions <file>", "write truth, answer and probabilities of each picture into this CSV file")
    .option("--regions", "compare the masks with the true motion regions of synthetic faces")
    .option("--masks <folder>", "compare the masks with the class masks that fmpn prior wrote there, with the model's margin (fmpn model tells it)")
    .option("--motion", "compare the masks with how each face moved from the same person's neutral one, in a set with such pairs")
    .option("--faithfulness [faces]", "erase what the masks show and watch the answer fall, against Grad-CAM, occlusion and masks of no single face, on so many faces (300)", wholeNumber(1))
    .addOption(new Option("--erase <how>", "what erased parts show: the face's mean colour, or blur").choices(["mean", "blur"]).default("mean"))
    .option("--shard <i/n>", "measure only part i of n, and print what --merge wants of it (docs/scale.md)")
    .option("--merge <part...>", "instead of measuring, put the parts of --shard together")
    .option("--json", "print everything as JSON")
    .option("--threads <n>", "threads of the network", wholeNumber(1, 64), 2)
    .option("--workers <n>", "threads that decode; 0: the main one", wholeNumber(0, 64), 2)
    .action(async (data: string | undefined, options: EvaluateOptions, command: Command) => {
      if ((data === undefined) === (options.merge === undefined)) command.error("error: name a data set, or with --merge the parts of an evaluation");
      if (options.predictions !== undefined) await checkFile(options.predictions, `--predictions ${options.predictions}`);
      const evaluation = data === undefined ? await mergedParts(options.merge ?? []) : await measured(data, options);
      if (options.predictions) await writeWhole(options.predictions, formatPredictions(evaluation.predictions));
      process.stdout.write(printed(evaluation, options));
    });
}

async function measured(data: string, { split, where = [], classes, faithfulness, workers, model, preprocessing, externalData, detect, flip, by, regions, masks, motion, erase, shard, threads }: EvaluateOptions): Promise<Evaluation> {
  const conditions = split === undefined ? where : [...where, `split=${split}`];
  const faces = faithfulness === true ? 300 : faithfulness;
  const plan = { data, where: [...conditions], classes: classes?.split(","), faithfulness: faces, model, preprocessing, externalData, detect, flip, by, regions, masks, motion, erase, shard, threads };
  return await startEvaluation(plan, { workers, onProgress: progressBar() });
}

async function mergedParts(files: readonly string[]): Promise<Evaluation> {
  return mergeParts(new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")] as const))));
}

function printed(evaluation: Evaluation, { shard, json }: EvaluateOptions): string {
  if (shard !== undefined) return formatPart(evaluation, parseShard(shard));
  const figures = evaluationJson(evaluation);
  return json === true ? formatEvaluation(figures) : evaluationText(figures, evaluation) + masksText(evaluation.masks);
}
