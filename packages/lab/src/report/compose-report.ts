import path from "node:path";
import type { BlockDocument, Section } from "@fmpn/page/blocks";
import type { DataSet } from "../datasets/data-set.js";
import { figuresJson } from "../evaluation/evaluation-json.js";
import { evaluationsSection } from "./evaluations-section.js";
import { masksSection, mistakesSection } from "./faces-section.js";
import { type FaceLook, lookAtFaces, type LookOptions } from "./look-at-faces.js";
import { readRun, type RunRecord } from "../runs/read-run.js";
import { classesSection, differencesSection, resultsSection, type RunFigures } from "./results-section.js";
import { setsSection } from "./sets-section.js";
import { settingsSection } from "./settings-section.js";
import { trainingSection } from "./training-section.js";

export interface ReportOptions extends LookOptions {
  readonly title?: string | undefined;
  /** Where tested faces are taken from, for mean masks and mistakes. Without, the report holds no face. */
  readonly data?: readonly DataSet[] | undefined;
}

/**
 * Makes a report of runs, side by side: figures with intervals, differences, confusion, course of training, masks, worst
 * mistakes, settings. What a run lacks is left out.
 *
 * @throws Error where a folder holds no run, or naming the file that is broken
 */
export async function composeReport(folders: readonly string[], options: ReportOptions = {}): Promise<BlockDocument> {
  const names = folders.map((folder) => path.basename(path.resolve(folder)));
  const ambiguous = new Set(names).size < names.length;
  const runs = await Promise.all(folders.map(async (folder, index) => await readRun(folder, ambiguous ? folder : names[index])));
  const looks: (FaceLook | undefined)[] = [];
  for (const run of runs) looks.push(await lookAtFaces(run, options.data ?? [], options));
  const figures = runs.flatMap((run, number): RunFigures[] =>
    run.predictions && run.predictions.faces.length > 0 ? [{ run, number, figures: figuresJson(run.predictions) }] : [],
  );
  const sections: (Section | undefined)[] = [
    figures.length > 0 ? resultsSection(figures) : nothingPredicted(runs),
    differencesSection(figures),
    setsSection(figures),
    evaluationsSection(runs),
    figures.length > 0 ? classesSection(figures) : undefined,
    masksSection(runs, looks),
    mistakesSection(runs, looks),
    trainingSection(runs),
    settingsSection(runs),
  ];
  return {
    title: options.title ?? (runs.length === 1 ? runs[0].name : runs.map(({ name }) => name).join(" · ")),
    runs: runs.map(({ name }) => name),
    notice: noticeOf(looks, options.data ?? []),
    sections: sections.filter((section) => section !== undefined),
  };
}

function nothingPredicted(runs: readonly RunRecord[]): Section {
  const text = runs.length === 1 ? "The run has no predictions.csv: it was not tested on held-out faces, or is not finished." : "None of the runs has a predictions.csv.";
  return { title: "Results", blocks: [{ kind: "text", text }] };
}

function noticeOf(looks: readonly (FaceLook | undefined)[], data: readonly DataSet[]): string | undefined {
  if (!looks.some((look) => look && look.mistakes.length > 0)) return undefined;
  return `This report holds pictures of faces from ${data.map(({ name }) => name).join(", ")}. They remain under the terms of the data: do not pass it on further than these allow.`;
}
