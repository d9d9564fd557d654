import path from "node:path";
import { checkFile, checkFolder, writeWhole } from "@fmpn/lab/files";
import { drawSynthesisSheet, synthesizeDataSet, type SynthesizedSet } from "@fmpn/lab/synth";
import { Command } from "commander";
import { encodePng } from "fmpn/pictures";
import { numberBetween, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";

interface SynthOptions {
  readonly out: string;
  readonly count: number;
  readonly size: number;
  readonly seed: number;
  readonly test: number;
  readonly contempt?: boolean | undefined;
  readonly sheet?: string | undefined;
}

/** `fmpn synth`: a data set of drawn faces. */
export function synthCommand(): Command {
  return new Command("synth")
    .description("draw synthetic faces: labelled, with neutral pairs and true motion regions, the same for the same seed")
    .requiredOption("--out <folder>", "where labels.csv, images/, neutral/ and regions/ go; must not exist or be empty")
    .option("--count <n>", "how many expressive or neutral faces; a person shows each class once", wholeNumber(1, 1_000_000), 1400)
    .option("--size <pixels>", "side of the pictures", wholeNumber(16, 1024), 96)
    .option("--seed <n>", "another seed gives other people", wholeNumber(0, 2 ** 31 - 1), 0)
    .option("--test <share>", "share of the people in split test instead of train", numberBetween(0, 1), 0.2)
    .option("--contempt", "draw contempt as an eighth class")
    .option("--sheet <file>", "also draw some of the people with their motion regions into this PNG file")
    .action(async (options: SynthOptions) => {
      const { out, count, size, seed, contempt } = options;
      await checkFolder(out, `--out ${out}`);
      if (options.sheet) await checkFile(options.sheet, `--sheet ${options.sheet}`);
      const written: SynthesizedSet = await synthesizeDataSet(path.resolve(out), {
        count,
        size,
        seed,
        testShare: options.test,
        contempt: contempt ?? false,
        onProgress: progressBar(),
      });
      if (options.sheet) await writeWhole(options.sheet, await encodePng(drawSynthesisSheet(seed)));
      console.log(`${written.faces} faces of ${written.subjects} people (${written.testFaces} of them in split test), with neutral faces and regions`);
      console.log(`written to ${out}; look at it by: fmpn data ${out} --where role=face --sheet sheet.png`);
    });
}
