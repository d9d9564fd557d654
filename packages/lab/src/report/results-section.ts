import { percent, percentRange, points } from "@fmpn/page";
import type { Block, Cell, Section } from "@fmpn/page/blocks";
import { intervalChart, intervalRange, type IntervalRow } from "@fmpn/page/charts";
import type { EvaluationJson } from "../evaluation/evaluation-json.js";
import { pairedDifference } from "../evaluation/paired-difference.js";
import type { RunRecord } from "../runs/read-run.js";

/** A run's figures, where it has predictions. */
export interface RunFigures {
  readonly run: RunRecord;
  /** The run's number: its colour. */
  readonly number: number;
  readonly figures: EvaluationJson;
}

const FIGURES = [
  ["accuracy", "Accuracy, %"],
  ["balanced_accuracy", "Balanced accuracy, %"],
  ["macro_f1", "Macro F1, %"],
] as const;

/** How good the runs are, with intervals; with folds, their mean beside the pooled figures. */
export function resultsSection(runs: readonly RunFigures[]): Section {
  const rowsOf = (key: (typeof FIGURES)[number][0]): IntervalRow[] =>
    runs.map(({ number, figures }) => ({ color: number, value: figures[key], low: figures.intervals[key][0], high: figures.intervals[key][1] }));
  const range = intervalRange(FIGURES.flatMap(([key]) => rowsOf(key)));
  const charts = FIGURES.map(([key, title]) => {
    const values = rowsOf(key).map(({ value, low, high }) => `${percent(value)} (${percentRange([low, high])})`);
    return { blocks: [{ kind: "chart" as const, title, svg: intervalChart(`${title}: ${values.join("; ")}`, rowsOf(key), range) }] };
  });
  const folded = runs.some(({ figures }) => figures.folds);
  const figure = (value: number, interval: readonly [number, number]): Cell => ({ figure: percent(value), interval: percentRange(interval) });
  const rows = runs.map(({ number, figures }): Cell[] => [
    { run: number },
    figures.images.toLocaleString("en"),
    ...FIGURES.map(([key]) => figure(figures[key], figures.intervals[key])),
    ...(folded ? [figures.folds ? `${percent(figures.folds.mean.accuracy)} ± ${percent(figures.folds.standard_deviation)}` : "–"] : []),
    percent(figures.unrestricted.accuracy),
    percent(figures.ece),
  ]);
  const head = ["", "images", "accuracy", "balanced", "macro F1", ...(folded ? ["fold mean"] : []), "unrestricted", "ECE"];
  return { title: "Results", blocks: [{ kind: "columns", columns: charts }, { kind: "table", head, rows, note: intervalNote(runs, folded) }] };
}

function intervalNote(runs: readonly RunFigures[], folded: boolean): string {
  const over = [...new Set(runs.map(({ figures: { intervals } }) => `${intervals.units.toLocaleString("en")} ${intervals.over}`))].join(" and ");
  const resamples = runs[0].figures.intervals.resamples.toLocaleString("en");
  return [
    `All in percent. Intervals: 95 %, bootstrap over ${over} (${resamples} resamples).`,
    ...runs.flatMap(({ run: { name, foldsSoFar } }) => (foldsSoFar === undefined ? [] : [`${name} is not finished: these are its ${foldsSoFar} folds so far.`])),
    folded ? "Accuracy is pooled over all folds; the fold mean counts each fold once, ± the standard deviation between folds." : "",
    "Answers are among the classes that the pictures have; unrestricted: accuracy among all of the model's.",
    `ECE: expected calibration error, ${runs[0].figures.ece_bins} bins.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Each run against the first, on the same pictures. Undefined for a single run. */
export function differencesSection(runs: readonly RunFigures[]): Section | undefined {
  const [first, ...others] = runs;
  const base = first?.run.predictions;
  if (!base || others.length === 0) return undefined;
  const blocks: Block[] = [];
  const rows: Cell[][] = [];
  for (const { run, number } of others) {
    try {
      const { images, difference, interval, onlyFirst, onlySecond } = pairedDifference(run.predictions ?? base, base);
      const clear = interval.low > 0 || interval.high < 0;
      rows.push([
        { run: number },
        images.toLocaleString("en"),
        { figure: points(difference), interval: `${points(interval.low)} to ${points(interval.high)}` },
        onlyFirst.toLocaleString("en"),
        onlySecond.toLocaleString("en"),
        clear ? (difference > 0 ? "better" : "worse") : "not told apart",
      ]);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      blocks.push({ kind: "text", text: `${run.name} cannot be compared with ${first.run.name} picture by picture: ${error.message}.` });
    }
  }
  if (rows.length > 0) {
    blocks.unshift({
      kind: "table",
      head: ["", "images", `accuracy minus ${first.run.name}`, "only this one right", `only ${first.run.name} right`, ""],
      rows,
      note: "In percentage points, on the same pictures, with 95 % intervals of the difference. Where the interval holds 0 the runs are not told apart.",
    });
  }
  return { title: "Differences", blocks };
}

/** Confusion and figures by class, run beside run. */
export function classesSection(runs: readonly RunFigures[]): Section {
  const columns = runs.map(({ number, figures: { classes, confusion, per_class: perClass } }) => ({
    run: number,
    blocks: [
      { kind: "matrix" as const, classes, counts: confusion, supports: classes.map((name) => perClass[name].support) },
      {
        kind: "table" as const,
        head: ["", "precision", "recall", "F1", "faces"],
        rows: classes.map((name): Cell[] => {
          const { precision, recall, f1, support } = perClass[name];
          return [name, percent(precision), percent(recall), percent(f1), support.toLocaleString("en")];
        }),
      },
    ],
  }));
  return { title: "By class", blocks: [{ kind: "columns", columns }, { kind: "text", text: "Rows: truth; columns: answer. Colour: share of the row." }] };
}
