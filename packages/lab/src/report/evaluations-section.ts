import { decimal, percent, percentRange } from "@fmpn/page";
import type { Block, Cell, ChartBlock, Section } from "@fmpn/page/blocks";
import { lineChart } from "@fmpn/page/charts";
import type { EvaluationJson } from "../evaluation/evaluation-json.js";
import { EXPLANATION_NAMES, type Explanation } from "../evaluation/faithfulness.js";
import type { RunRecord, StoredEvaluation } from "../runs/read-run.js";

interface RunEvaluation extends StoredEvaluation {
  readonly run: number;
}

/** What `fmpn evaluate --json` said of the runs' models, where it was kept beside them. Undefined where none was. */
export function evaluationsSection(runs: readonly RunRecord[]): Section | undefined {
  // A file that names no data tells of the run's own predictions, whose figures are in the results already.
  const evaluations = runs.flatMap(({ evaluations: stored, predictions }, run): RunEvaluation[] =>
    stored.filter(({ figures }) => figures.data !== undefined || predictions === undefined).map((each) => ({ ...each, run })),
  );
  const blocks = [figuresTable(evaluations), regionsTable(evaluations), ...faithfulnessCharts(evaluations)].filter((block) => block !== undefined);
  return blocks.length === 0 ? undefined : { title: "Evaluations", blocks };
}

function figuresTable(evaluations: readonly RunEvaluation[]): Block | undefined {
  const rows = evaluations.flatMap(({ run, file, figures }): Cell[][] => {
    const { accuracy, balanced_accuracy: balanced, macro_f1: macro, intervals, images, faces_found: found, data, protocol } = figures;
    const figure = (value: number, interval: readonly [number, number]): Cell => ({ figure: percent(value), interval: percentRange(interval) });
    return [
      [
        { run },
        data ? `${data.name} (${data.hash.slice(0, 8)})` : file,
        protocol === "pictures" ? `pictures, ${found.toLocaleString("en")} of ${images.toLocaleString("en")} found` : `${images.toLocaleString("en")} crops`,
        figure(accuracy, intervals.accuracy),
        figure(balanced, intervals.balanced_accuracy),
        figure(macro, intervals.macro_f1),
        figures.ms_per_image === undefined ? "–" : decimal(figures.ms_per_image, 1),
      ],
    ];
  });
  if (rows.length === 0) return undefined;
  return {
    kind: "table",
    head: ["", "data (hash)", "", "accuracy", "balanced", "macro F1", "ms"],
    rows,
    note: "In percent, with 95 % bootstrap intervals. Crops: the picture is known to show a face; pictures: the face is searched for, and a missed one is wrong. ms: milliseconds a picture, file to answer.",
  };
}

function regionsTable(evaluations: readonly RunEvaluation[]): Block | undefined {
  const rows = evaluations.flatMap(({ run, figures: { regions, data } }): Cell[][] => {
    if (!regions) return [];
    const figure = ({ mean, interval }: { mean: number; interval: { low: number; high: number } }): Cell => ({
      figure: decimal(mean, 3),
      interval: `${decimal(interval.low, 3)} to ${decimal(interval.high, 3)}`,
    });
    return [[{ run }, data?.name ?? "", regions.faces.toLocaleString("en"), figure(regions.at_half), figure(regions.best), figure(regions.constant), figure(regions.gain)]];
  });
  if (rows.length === 0) return undefined;
  return {
    kind: "table",
    head: ["", "data", "faces", "IoU at 0.5", "at the best threshold", "class's constant mask", "gain"],
    rows,
    note: "Masks against the true motion regions of synthetic faces, intersection over union, mean over faces. The constant mask is the mean true region of the class on these faces, at its best threshold; gain: the mask at its best threshold minus that.",
  };
}

function faithfulnessCharts(evaluations: readonly RunEvaluation[]): Block[] {
  const columns = evaluations.flatMap(({ run, figures: { faithfulness, data } }) =>
    faithfulness ? [{ run, blocks: [faithfulnessChart(faithfulness, data?.name ?? "")] }] : [],
  );
  return columns.length === 0 ? [] : [{ kind: "columns", columns }];
}

/** How far the answer falls with what is erased; a colour for each explanation. */
function faithfulnessChart({ curves, advantage, faces, eraser, over, units }: NonNullable<EvaluationJson["faithfulness"]>, data: string): ChartBlock {
  // An evaluation that is older than an explanation has no curve of it.
  const series = (Object.keys(EXPLANATION_NAMES) as Explanation[]).flatMap((explanation, color) => {
    const curve = curves[explanation];
    if (curve === undefined) return [];
    const points = curve.map(({ share, fall }) => [share, fall.mean] as const);
    return [{ color, name: EXPLANATION_NAMES[explanation], points, band: curve.map(({ fall }) => [fall.interval.low, fall.interval.high] as const) }];
  });
  const asPercent = (value: number): string => String(Math.round(100 * value));
  const svg = lineChart({
    label: "Fall of the answer's probability by erased share",
    x: { name: "erased, % of the face", format: asPercent },
    y: { name: "fall, points", format: asPercent, include: 0 },
    series,
  });
  const level = curves.mask.findIndex(({ share }) => share === 0.2);
  const [random, constant] = [advantage.random[level], advantage.constant[level]];
  const range = ({ interval }: typeof random): string => percentRange([interval.low, interval.high]);
  return {
    kind: "chart",
    title: "Is the explanation faithful?",
    svg,
    note:
      `Fall of the probability of the answer on ${faces} faces${data && ` of ${data}`} when blocks are ${eraser === "mean" ? "filled with the face's mean colour" : "blurred"}. ` +
      `With 20 % erased, the most masked blocks cost ${percent(random.mean)} points more than blocks by chance (${range(random)}) ` +
      `and ${percent(constant.mean)} more than one mask for all (${range(constant)}). Bands and ranges: 95 %, over ${units} ${over}.`,
  };
}
