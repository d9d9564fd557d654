import { openParts, partSyntax } from "@fmpn/lab/datasets";
import { checkFile, writeWhole } from "@fmpn/lab/files";
import { composeReport, reportPage } from "@fmpn/lab/report";
import { blocksMarkdown } from "@fmpn/page/blocks";
import { Command } from "commander";
import { collect, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";

interface ReportCommandOptions {
  readonly out: string[];
  readonly title?: string | undefined;
  readonly data?: string[] | undefined;
  readonly mistakes: number;
  readonly workers: number;
}

/** `fmpn report`: what runs have come to, side by side, as a page to read. */
export function reportCommand(): Command {
  return new Command("report")
    .description("make a page of training runs: figures with intervals, differences, confusion, curves, masks, mistakes")
    .argument("<run...>", "folders of fmpn train or fmpn crossval; the first is what the others are compared with")
    .requiredOption("--out <file>", "the report: .html (all of it, in one file) or .md (tables only); may be repeated", collect)
    .option("--title <text>", "heading of the page; by default the runs' names")
    .option("--data <data>", `show tested faces from this data set (${partSyntax}): mean masks, worst mistakes; may be repeated`, collect)
    .option("--mistakes <n>", "how many mistakes of each run are shown", wholeNumber(0, 200), 12)
    .option("--workers <n>", "threads that decode; 0: the main one", wholeNumber(0, 64), 2)
    .action(async (runs: string[], { out, title, data = [], mistakes, workers }: ReportCommandOptions) => {
      const wrong = out.find((file) => !/\.(html|md)$/.test(file));
      if (wrong !== undefined) throw new Error(`--out ${wrong}: a report's name ends in .html or .md`);
      for (const file of out) await checkFile(file, `--out ${file}`);
      const report = await composeReport(runs, {
        ...(title === undefined ? {} : { title }),
        data: await openParts(data),
        mistakes,
        workers,
        onProgress: progressBar(),
      });
      for (const file of out) await writeWhole(file, file.endsWith(".md") ? blocksMarkdown(report) : reportPage(report));
      process.stdout.write(`written: ${out.join(", ")}\n`);
      if (report.notice !== undefined && out.some((file) => file.endsWith(".html"))) process.stdout.write(`${report.notice}\n`);
    });
}
