import { type CrossvalPlan, startCrossval } from "@fmpn/lab";
import { partSyntax } from "@fmpn/lab/datasets";
import { type EvaluationJson, formatEvaluation } from "@fmpn/lab/evaluation";
import { foldRules } from "@fmpn/lab/folds";
import { Command } from "commander";
import { collect, numberBetween, wholeNumber } from "../terminal/option-values.js";
import { recipeSyntax, settingsOf } from "../terminal/recipe-syntax.js";
import { stopBetweenSteps } from "../terminal/stop-between-steps.js";
import { textTable } from "../terminal/text-table.js";
import { trainingReporter } from "../terminal/training-reporter.js";

interface CrossvalOptions extends Omit<CrossvalPlan, "data" | "settings"> {
  readonly set?: string[] | undefined;
  readonly from?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `fmpn crossval`: trains and tests fold by fold. */
export function crossvalCommand(): Command {
  return new Command("crossval")
    .description("cross-validate: train on each fold's faces, test on the others; an interrupted call goes on where it stopped")
    .argument("<data>", `a data set: ${partSyntax}`)
    .requiredOption("--out <folder>", "fold-<name>/ holds each fold's run, predictions.csv all answers, evaluation.json the figures")
    .option("--folds <rule>", foldRules(), "subjects")
    .option("--people <share>", "train on this share of each fold's training people, for learning curves", numberBetween(0.001, 1))
    .option("--recipe <name|file>", recipeSyntax, "finetune")
    .option("--set <setting=value>", "override one of the recipe's settings; may be repeated", collect)
    .option("--from <run|weights>", "start every fold from these weights, as train does; they must not have seen the people tested")
    .option("--masks <data>", "the set that motion masks are made of, without the people whom a fold tests; by default the data")
    .option("--flip", "average each answer with that on the mirrored face")
    .option("--shard <i/n>", "train only part i of n of the folds; into the same folder the others go too, and whoever is last has the figures (docs/scale.md)")
    .option("--parallel <n>", "folds that are trained at the same time", wholeNumber(1, 64), 2)
    .option("--threads <n>", "threads that each fold computes with", wholeNumber(1, 256), 1)
    .option("--json", "print the figures as JSON")
    .action(async (data: string, { set, from, json, ...options }: CrossvalOptions) => {
      const reporter = trainingReporter(process.stderr);
      const signal = stopBetweenSteps(reporter, "call again to go on");
      const figures = await startCrossval({ ...options, data, settings: settingsOf({ set, from }) }, { signal, onProgress: reporter.progress, onNote: reporter.note });
      if (figures === undefined) reporter.note(`part ${options.shard} is finished; the figures come with the last part`);
      else process.stdout.write(json === true ? formatEvaluation(figures) : `${summary(figures)}\n`);
    });
}

function summary({ images, accuracy, intervals, balanced_accuracy: balanced, macro_f1: f1, folds }: EvaluationJson): string {
  const percent = (share: number): string => (100 * share).toFixed(2);
  const [low, high] = intervals.accuracy;
  return textTable([
    ["", "%"],
    ...Object.entries(folds?.accuracy ?? {}).map(([fold, share]) => [`fold ${fold}`, percent(share)]),
    ...(folds ? [["mean over folds", percent(folds.mean.accuracy)]] : []),
    [`pooled over ${images} images`, percent(accuracy)],
    [`  95 % interval over ${intervals.units} ${intervals.over}`, `${percent(low)} to ${percent(high)}`],
    ["balanced accuracy", percent(balanced)],
    ["macro F1", percent(f1)],
  ]);
}
