import path from "node:path";
import { crossValidate, type EvaluationJson, figuresJson, foldRules, foldsBy, formatEvaluation, openPart, partSyntax, resolveRecipe, startOf, writeWhole } from "@fmpn/lab";
import { Command } from "commander";
import { countedReasons } from "../terminal/counted-reasons.js";
import { collect, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";
import { textTable } from "../terminal/text-table.js";
import { trainingReporter } from "../terminal/training-reporter.js";
import { runFacts } from "../terminal/run-facts.js";
import { stopBetweenSteps } from "../terminal/stop-between-steps.js";
import { recipeSyntax, withStart } from "../terminal/recipe-syntax.js";

interface CrossvalOptions {
  readonly out: string;
  readonly folds: string;
  readonly recipe: string;
  readonly set?: string[];
  readonly from?: string;
  readonly masks?: string;
  readonly flip?: boolean;
  readonly json?: boolean;
  readonly parallel: number;
  readonly threads: number;
}

/** `fmpn crossval`: trains and tests fold by fold. */
export function crossvalCommand(): Command {
  return new Command("crossval")
    .description("cross-validate: train on each fold's faces, test on the others; an interrupted call goes on where it stopped")
    .argument("<data>", `a data set: ${partSyntax}`)
    .requiredOption("--out <folder>", "fold-<name>/ holds each fold's run, predictions.csv all answers, evaluation.json the figures")
    .option("--folds <rule>", foldRules(), "subjects")
    .option("--recipe <name|file>", recipeSyntax, "finetune")
    .option("--set <setting=value>", "override one of the recipe's settings; may be repeated", collect)
    .option("--from <run|weights>", "start every fold from these weights, as train does; they must not have seen the people tested")
    .option("--masks <data>", "the set that motion masks are made of, without the people whom a fold tests; by default the data")
    .option("--flip", "average each answer with that on the mirrored face")
    .option("--parallel <n>", "folds that are trained at the same time", wholeNumber(1, 64), 2)
    .option("--threads <n>", "threads that each fold computes with", wholeNumber(1, 256), 1)
    .option("--json", "print the figures as JSON")
    .action(async (place: string, options: CrossvalOptions) => {
      const data = await openPart(place);
      const recipe = await resolveRecipe(options.recipe, withStart(options));
      const reporter = trainingReporter(process.stderr);
      const folds = foldsBy(options.folds, data);
      const masks = options.masks === undefined ? undefined : await openPart(options.masks);
      const facts = await runFacts([data], { from: options.from, masks });
      const from = await startOf(recipe);
      const trainedOn = from?.trainedOn ?? [];
      if (trainedOn.length > 0) reporter.note(`every fold starts from weights that have seen ${[...new Set(trainedOn.map(({ name }) => name))].join(", ")}`);
      const seen = trainedOn.find(({ name, hash }) => name === data.name || facts.data.some((set) => set.hash === hash));
      if (seen) reporter.note("beware: that is the set to be tested; these will not be figures of unseen faces");
      const leftOut = countedReasons();
      const predictions = await crossValidate(
        {
          data,
          folds,
          masks,
          from,
          facts,
          out: options.out,
          parallel: options.parallel,
          threads: options.threads,
          flip: options.flip === true,
          signal: stopBetweenSteps(reporter, "call again to go on"),
          progressOf: (fold) => ({ onProgress: reporter.named(`fold ${fold}: `) }),
          onPreparation: progressBar(),
          onLeftOut: leftOut.add,
          onFold: (fold, { faces, classes }) => {
            const right = faces.filter(({ truth, probabilities }) => classes[indexOfGreatest(probabilities)] === truth).length;
            reporter.note(`fold ${fold}: ${right} of ${faces.length} right`);
          },
        },
        recipe,
      );
      for (const line of leftOut.lines()) reporter.note(line);
      const figures = figuresJson(predictions);
      await writeWhole(path.join(options.out, "evaluation.json"), formatEvaluation(figures));
      process.stdout.write(options.json === true ? formatEvaluation(figures) : `${summary(figures)}\n`);
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

function indexOfGreatest(values: ArrayLike<number>): number {
  const all = Array.from(values);
  return all.indexOf(Math.max(...all));
}
