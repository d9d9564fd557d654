import type { ChartBlock, Section } from "@fmpn/page/blocks";
import { lineChart, type Series } from "@fmpn/page/charts";
import { type RunRecord, usesPrior } from "../runs/read-run.js";
import type { MetricsLine } from "../runs/run-format.js";

/** How the runs learned: losses, and accuracy on batches and on held-out faces. Undefined where none kept its history. */
export function trainingSection(runs: readonly RunRecord[]): Section | undefined {
  const charts = [
    lossChart("Mask loss, stage 1", runs, "mask", "maskLoss"),
    lossChart("Mask loss, stage 2", runs, "joint", "maskLoss"),
    lossChart("Classification loss, stage 2", runs, "joint", "classLoss"),
    accuracyChart(runs),
  ].filter((chart) => chart !== undefined);
  if (charts.length === 0) return undefined;
  const folds = runs.some(({ histories }) => histories.length > 1);
  const text = `Lines are smoothed over a twentieth of their length.${folds ? " Of a cross-validation there is a line for each fold." : ""}`;
  return { title: "Training", blocks: [{ kind: "columns", columns: charts.map((chart) => ({ blocks: [chart] })) }, { kind: "text", text }] };
}

const epochs = { name: "epoch", format: (value: number): string => String(Math.round(value * 100) / 100) };

function lossChart(title: string, runs: readonly RunRecord[], stage: string, loss: "maskLoss" | "classLoss"): ChartBlock | undefined {
  const series = seriesOf(runs, (history) => history.filter((line) => line.stage === stage), (line, run) => (loss === "maskLoss" && !usesPrior(run) ? undefined : line[loss]));
  if (series.length === 0) return undefined;
  return { kind: "chart", title, svg: lineChart({ label: `${title} by epoch`, x: epochs, y: { name: "", format: short, include: 0 }, series: series.map(smoothed) }) };
}

function accuracyChart(runs: readonly RunRecord[]): ChartBlock | undefined {
  const joint = (history: readonly MetricsLine[]): MetricsLine[] => history.filter(({ stage }) => stage === "joint");
  const batches = seriesOf(runs, joint, ({ accuracy }) => accuracy).map((each) => smoothed({ ...each, style: "faint" }));
  const heldOut = seriesOf(runs, joint, ({ validation }) => validation?.accuracy);
  if (batches.length + heldOut.length === 0) return undefined;
  // One name for all lines of a kind: the colours tell the runs apart.
  const named = (lines: readonly Series[], name: string): Series[] => lines.map((line, k) => (k === 0 ? { ...line, name } : line));
  const series = [...named(batches, "batches"), ...named(heldOut, "held-out faces")];
  const y = { name: "%", format: (value: number): string => String(Math.round(100 * value)), include: 0 };
  return { kind: "chart", title: "Accuracy, stage 2", svg: lineChart({ label: "Accuracy by epoch", x: epochs, y, series }) };
}

/** A line for each history that has the figure. */
function seriesOf(
  runs: readonly RunRecord[],
  linesOf: (history: readonly MetricsLine[]) => readonly MetricsLine[],
  figure: (line: MetricsLine, run: RunRecord) => number | undefined,
): Series[] {
  return runs.flatMap((record, run) =>
    record.histories.flatMap((history): Series[] => {
      const points = linesOf(history).flatMap((line) => {
        const value = figure(line, record);
        return typeof value === "number" && Number.isFinite(value) ? [[line.epoch, value] as const] : [];
      });
      return points.length === 0 ? [] : [{ color: run, points, style: record.histories.length > 1 ? "faint" : "solid" }];
    }),
  );
}

/** Means over windows of a twentieth of the line. */
function smoothed(series: Series): Series {
  const { points } = series;
  const reach = Math.floor(points.length / 40);
  const values = points.map(([x], k) => {
    const window = points.slice(Math.max(0, k - reach), k + reach + 1);
    return [x, window.reduce((sum, [, y]) => sum + y, 0) / window.length] as const;
  });
  return { ...series, points: values };
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
