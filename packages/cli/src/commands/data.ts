import { type CropThroughput, locateEyePositions, measureCropThroughput } from "@fmpn/lab/crops";
import { columnsOf, type DataSet, EXPRESSIONS, openPart, partSyntax, selectWhere } from "@fmpn/lab/datasets";
import { checkFile, writeWhole } from "@fmpn/lab/files";
import { drawDataSheet, type Duplicates, inspectDataSet, type Inspection } from "@fmpn/lab/inspection";
import { Command } from "commander";
import { encodePng } from "fmpn/pictures";
import { writeManifest } from "../data/write-manifest.js";
import { collect, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";
import { textTable } from "../terminal/text-table.js";

interface DataOptions {
  readonly where?: string[] | undefined;
  readonly sheet?: string | undefined;
  readonly manifest?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly align?: number | undefined;
  readonly workers: number;
}

/** How many findings of a kind are listed; `--json` has all. */
const LISTED = 10;

/** `fmpn data`: what a data set holds, and what is wrong with it. */
export function dataCommand(): Command {
  return new Command("data")
    .description("look at a data set: layout, classes, splits, subjects, duplicates, leaks, unreadable files")
    .argument("<folder>", `a folder with labels.csv, or in the layout that its owners hand out: ${partSyntax}`)
    .option("--where <column=value>", "only samples with this value (several: a|b; column!=value); may be repeated", collect)
    .option("--sheet <file>", "draw a contact sheet into this PNG file")
    .option("--manifest", "write labels.csv into the folder, for a data set of another layout")
    .option("--align <pixels>", "also find eyes and cut aligned crops of this side: how many a second, how much memory", wholeNumber(16, 1024))
    .option("--json", "print everything as JSON")
    .option("--workers <n>", "threads that decode; 0: the main one", wholeNumber(0, 64), 2)
    .action(async (folder: string, options: DataOptions) => {
      const dataSet = selectWhere(await openPart(folder), options.where ?? []);
      if (options.sheet) await checkFile(options.sheet, `--sheet ${options.sheet}`);
      if (options.manifest) await writeManifest(dataSet);
      const inspection = await inspectDataSet(dataSet, { workers: options.workers, onProgress: progressBar() });
      const alignment = options.align ? await align(dataSet, options.align, options.workers) : undefined;
      if (options.sheet) await writeWhole(options.sheet, await encodePng(await drawDataSheet(dataSet)));
      if (options.json) console.log(JSON.stringify({ ...asJson(dataSet, inspection), ...(alignment ? { alignment } : {}) }, null, 2));
      else console.log(asText(dataSet, inspection) + (alignment ? `\n${alignmentText(alignment)}` : ""));
    });
}

interface Alignment {
  readonly eyesUnseen: readonly string[];
  readonly crops: CropThroughput;
}

async function align(dataSet: DataSet, size: number, workers: number): Promise<Alignment> {
  const positions = await locateEyePositions(dataSet, { workers, onProgress: progressBar() });
  const crops = await measureCropThroughput(dataSet, positions, { size, workers, channels: 3, onProgress: progressBar() });
  return { eyesUnseen: positions.unseen.map((index) => dataSet.samples[index]?.file ?? ""), crops };
}

function alignmentText({ eyesUnseen, crops }: Alignment): string {
  const { seconds, residentMb, failures } = crops;
  return [
    `aligned: ${crops.crops} crops in ${seconds.toFixed(1)} s (${(crops.crops / seconds).toFixed(0)} a second), ${failures.length} failed`,
    `eyes not seen in ${eyesUnseen.length} pictures (the set's median position stands in)`,
    `resident memory after each tenth: ${residentMb.join(", ")} MB`,
  ].join("\n");
}

function asJson(dataSet: DataSet, inspection: Inspection): object {
  return {
    name: dataSet.name,
    layout: dataSet.layout,
    samples: dataSet.samples.length,
    columns: columnsOf(dataSet.samples),
    skipped: dataSet.skipped,
    ...inspection,
  };
}

function asText(dataSet: DataSet, inspection: Inspection): string {
  const { splits, counts, exact, near, sharedSubjects, unreadable, sides } = inspection;
  const labels = EXPRESSIONS.filter((label) => counts.some((count) => count.label === label));
  const pictures = (split: string, label: string): number =>
    counts.find((count) => count.split === split && count.label === label)?.pictures ?? 0;
  const rows = labels.map((label) => {
    const each = splits.map(({ split }) => pictures(split, label));
    return [label, ...each, ...(splits.length > 1 ? [each.reduce((a, b) => a + b, 0)] : [])];
  });
  const sums = splits.map((split) => split.pictures);
  const table = textTable([
    ["", ...splits.map(({ split }) => split), ...(splits.length > 1 ? ["sum"] : [])],
    ...rows,
    ["pictures", ...sums, ...(splits.length > 1 ? [dataSet.samples.length] : [])],
    ["subjects", ...splits.map(({ subjects }) => subjects || "-"), ...(splits.length > 1 ? [countSubjects(dataSet)] : [])],
  ]);
  const crossing = (found: readonly Duplicates[]): readonly Duplicates[] => found.filter((group) => group.splits.length > 1);
  const contradicting = [...exact, ...near].filter((group) => group.labels.length > 1);
  const lines = [
    `${dataSet.name}: layout ${dataSet.layout}, ${dataSet.samples.length} samples, hash ${inspection.hash}`,
    `columns: ${columnsOf(dataSet.samples).join(", ")}; ${sides.most === 0 ? "no picture could be read" : `sides ${sides.least} to ${sides.most} pixels`}`,
    "",
    table,
    "",
    `exact duplicates: ${exact.length} groups, ${crossing(exact).length} of them in more than one split`,
    ...listDuplicates(crossing(exact).length > 0 ? crossing(exact) : exact),
    `near-duplicates: ${near.length} pairs, ${crossing(near).length} of them in more than one split`,
    ...listDuplicates(crossing(near)),
    `duplicates with different labels: ${contradicting.length}`,
    ...listDuplicates(contradicting),
    `subjects in more than one split: ${sharedSubjects.length}`,
    ...shorten(sharedSubjects.map(({ subject, splits }) => `${subject}: ${splits.join(", ")}`)),
    `unreadable files: ${unreadable.length}`,
    ...shorten(unreadable.map(({ file, reason }) => `${file}: ${reason}`)),
    ...dataSet.skipped.map(({ reason, count }) => `left out: ${count} × ${reason}`),
  ];
  return lines.join("\n");
}

function listDuplicates(groups: readonly Duplicates[]): string[] {
  return shorten(groups.map(({ files, splits, labels }) => `${files.join(" = ")} (${[...splits, ...labels].join(", ")})`));
}

function shorten(lines: readonly string[]): string[] {
  const more = lines.length > LISTED ? [`  … and ${lines.length - LISTED} more (--json has all)`] : [];
  return [...lines.slice(0, LISTED).map((line) => `  ${line}`), ...more];
}

function countSubjects({ samples }: DataSet): number | string {
  return new Set(samples.flatMap(({ subject }) => subject ?? [])).size || "-";
}
