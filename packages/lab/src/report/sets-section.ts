import { percent, percentRange } from "@fmpn/page";
import type { Cell, Section } from "@fmpn/page/blocks";
import { figuresJson } from "../evaluation/evaluation-json.js";
import type { Prediction, Predictions } from "../evaluation/prediction.js";
import type { RunRecord } from "../runs/read-run.js";
import type { RunFigures } from "./results-section.js";

/** Figures of each data set that the tested faces come from. Undefined where all come from one. */
export function setsSection(runs: readonly RunFigures[]): Section | undefined {
  const rows = runs.flatMap(({ run, number }): Cell[][] => {
    const parts = bySet(run.predictions);
    return parts.size < 2 || !areDataSetsOf(parts.keys(), run) ? [] : [...parts].map(([name, predictions]) => setRow(number, name, figuresJson(predictions)));
  });
  if (rows.length === 0) return undefined;
  return { title: "By data set", blocks: [{ kind: "table", head: ["", "data set", "images", "accuracy", "balanced", "macro F1"], rows }] };
}

/** Whether a run's folder tells of data sets by these names. */
function areDataSetsOf(names: Iterable<string>, { facts }: RunRecord): boolean {
  return [...names].every((name) => facts?.data.some((set) => set.name === name));
}

function setRow(run: number, name: string, figures: ReturnType<typeof figuresJson>): Cell[] {
  const keys = ["accuracy", "balanced_accuracy", "macro_f1"] as const;
  return [{ run }, name, figures.images.toLocaleString("en"), ...keys.map((key): Cell => ({ figure: percent(figures[key]), interval: percentRange(figures.intervals[key]) }))];
}

/** Held-out faces are called by their set first, as in `ckplus48/images/S005_001.png`. */
function bySet(predictions: Predictions | undefined): Map<string, Predictions> {
  const groups = new Map<string, Prediction[]>();
  for (const face of predictions?.faces ?? []) {
    const [name = ""] = face.file.split("/", 1);
    const group = groups.get(name);
    if (group) group.push(face);
    else groups.set(name, [face]);
  }
  return new Map([...groups].map(([name, faces]) => [name, { classes: predictions?.classes ?? [], faces }]));
}
