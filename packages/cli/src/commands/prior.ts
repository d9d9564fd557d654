import path from "node:path";
import { locateEyePositions } from "@fmpn/lab/crops";
import { type DataSet, openPart, partSyntax, selectWhere } from "@fmpn/lab/datasets";
import { checkFolder, writeWhole } from "@fmpn/lab/files";
import { type Fold, foldRules, foldsBy, splitFold } from "@fmpn/lab/folds";
import { buildMotionPrior, compareMasks, type MaskComparison, type MotionPrior, readMasks, writePrior } from "@fmpn/lab/prior";
import { Command, Option } from "commander";
import { drawContactSheet } from "fmpn/drawing";
import { encodePng } from "fmpn/pictures";
import { collect, numberBetween, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";
import { textTable } from "../terminal/text-table.js";

/** How many pictures that failed are listed. */
const LISTED = 10;

interface PriorOptions {
  readonly out: string;
  readonly folds?: string | undefined;
  readonly size: number;
  readonly margin: number;
  readonly method: "auto" | "pairs" | "means";
  readonly where?: string[] | undefined;
  readonly compare?: string | undefined;
  readonly workers: number;
}

/** `fmpn prior`: the motion masks of a data set, fold by fold. */
export function priorCommand(): Command {
  return new Command("prior")
    .description("make motion masks: where faces move with each expression; of everything, or with --folds by fold, from its training samples only")
    .argument("<data>", `a data set, best one with neutral and expressive faces of the same people: ${partSyntax}`)
    .requiredOption("--out <folder>", "where masks (<fold>/<class>.png), sheet.png and prior.json go")
    .option("--folds <rule>", `${foldRules("split:NAME (made of that split alone)")}; by default one set of masks, made of everything`)
    .option("--size <pixels>", "side of the masks", wholeNumber(16, 1024), 70)
    .option("--margin <part>", "added on each side of the paper's crop, as a part of its side", numberBetween(-0.19, 2), 0)
    .addOption(
      new Option("--method <method>", "pairs: |expressive − neutral| of a person; means: |class mean − neutral mean|")
        .choices(["auto", "pairs", "means"])
        .default("auto"),
    )
    .option("--where <column=value>", "only samples with this value; may be repeated", collect)
    .option("--compare <folder>", "print the correlations with these masks, and draw both into compare.png")
    .option("--workers <n>", "threads that decode and look for eyes; 0: the main one", wholeNumber(0, 64), 2)
    .action(async (data: string, options: PriorOptions) => {
      const dataSet = selectWhere(await openPart(data), options.where ?? []);
      const { workers, size, margin, method, out } = options;
      await checkFolder(out, `--out ${out}`);
      const others = options.compare === undefined ? undefined : await readMasks(options.compare);
      const positions = await locateEyePositions(dataSet, { workers, onProgress: progressBar() });
      const folds = options.folds === undefined ? undefined : foldsOf(options.folds, dataSet);
      const prior = await buildMotionPrior(dataSet, positions, folds, { size, margin, method, workers, onProgress: progressBar() });
      await writePrior(prior, dataSet, out);
      console.log(summary(prior, dataSet, positions.unseen.length, out));
      if (others === undefined) return;
      const comparison = compareMasks(prior.folds, others);
      await writeComparison(prior, comparison, out);
      console.log(comparisonTable(comparison));
    });
}

/** Masks are also made of a split alone, which needs no other to test. */
function foldsOf(rule: string, dataSet: DataSet): Fold[] {
  const [, split] = /^split:(.*)$/s.exec(rule) ?? [];
  return split === undefined ? foldsBy(rule, dataSet) : [{ ...splitFold(dataSet.samples, [split], []), name: "all" }];
}

function summary(prior: MotionPrior, dataSet: DataSet, unseen: number, out: string): string {
  const labels = prior.folds[0]?.masks.map(({ label }) => label) ?? [];
  const rows = prior.folds.map(({ fold, masks }) => [`fold ${fold}`, ...masks.map(({ count }) => count)]);
  const made = prior.method === "pairs" ? "pairs" : "pictures";
  return [
    `${dataSet.name}: method ${prior.method}; ${made} in each mask:`,
    textTable([["", ...labels], ...rows]),
    `eyes not seen in ${unseen} of ${dataSet.samples.length} pictures (median position used); ${prior.failures.length} pictures failed`,
    ...prior.failures.slice(0, LISTED).map((failure) => `  ${failure}`),
    ...(prior.failures.length > LISTED ? [`  … and ${prior.failures.length - LISTED} more (prior.json has all)`] : []),
    ...dataSet.skipped.map(({ reason, count }) => `left out: ${count} × ${reason}`),
    `written to ${out}`,
  ].join("\n");
}

function comparisonTable({ labels, table, matched }: MaskComparison): string {
  return [
    "\ncorrelation of our masks (rows) with the others' (columns), mean over folds, within the face's oval:",
    textTable([["", ...labels], ...labels.map((label, row) => [label, ...(table[row] ?? []).map((value) => value.toFixed(2))])]),
    `highest with the same class: ${matched.length} of ${labels.length} (${matched.join(", ")})`,
  ].join("\n");
}

async function writeComparison(prior: MotionPrior, { labels, aligned }: MaskComparison, out: string): Promise<void> {
  const rows = aligned.slice(0, 2).flatMap(({ fold, masks }) => {
    const own = prior.folds.find((other) => other.fold === fold)?.masks ?? [];
    return [
      { name: `ours, fold ${fold}`, pictures: labels.map((label) => own.find((mask) => mask.label === label)?.mask) },
      { name: `published, ${fold}`, pictures: labels.map((label) => masks.find((mask) => mask.label === label)?.mask) },
    ];
  });
  const sheet = drawContactSheet({ title: "Motion masks beside the published ones", columns: labels, rows }, 112);
  await writeWhole(path.join(out, "compare.png"), await encodePng(sheet));
}
