import { startMeasurement } from "@fmpn/lab";
import { partSyntax } from "@fmpn/lab/datasets";
import { checkFile, writeWhole } from "@fmpn/lab/files";
import { formatMeasurement, type MeasurementDocument } from "@fmpn/lab/measurement";
import { Command } from "commander";
import { wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";
import { textTable } from "../terminal/text-table.js";

interface MeasureOptions {
  readonly out?: string | undefined;
  readonly model?: string | undefined;
  readonly preprocessing?: string | undefined;
  readonly externalData?: boolean | undefined;
  readonly synthetic?: number | undefined;
  readonly seed: number;
  readonly secret?: boolean | undefined;
  readonly name?: string | undefined;
  readonly detect?: boolean | undefined;
  readonly flip?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly threads: number;
  readonly workers: number;
}

/** `fmpn measure`: a figure with all that it rests on, as a document that others can check. */
export function measureCommand(): Command {
  return new Command("measure")
    .description("measure a model on a pinned split: a document with the hashes of model, split and answers, which a hub takes and anyone can check")
    .argument("[data]", `the split: ${partSyntax}`)
    .option("--synthetic <n>", "measure on this many synthetic faces instead, which are drawn and not read", wholeNumber(1, 1_000_000))
    .option("--seed <n>", "the series of the synthetic faces", wholeNumber(0, 2 ** 31 - 1), 2)
    .option("--secret", "name the synthetic faces without their seed")
    .option("--model <file>", "a model file or a run's folder, by default the bundled model; with --preprocessing any ONNX classifier")
    .option("--preprocessing <file>", "JSON that states how another project's classifier wants its faces (docs/evaluation.md)")
    .option("--external-data", "also read weights that lie in files beside another project's model")
    .option("--name <text>", "what the split is called, by default the folder's name")
    .option("--detect", "find the face in the whole picture, as applications do; a missed face is wrong")
    .option("--flip", "average the answer with that for the mirrored face")
    .option("--out <file>", "write the document, JSON")
    .option("--json", "print the document")
    .option("--threads <n>", "threads of the network", wholeNumber(1, 256), 2)
    .option("--workers <n>", "threads that decode; 0: the main one", wholeNumber(0, 64), 2)
    .action(async (data: string | undefined, { out, json, workers, synthetic, seed, secret, ...options }: MeasureOptions) => {
      const plan = { ...options, data, synthetic: synthetic === undefined ? undefined : { seed, count: synthetic, secret } };
      if (out !== undefined) await checkFile(out, `--out ${out}`);
      const document = await startMeasurement(plan, { workers, onProgress: progressBar() });
      const text = formatMeasurement(document);
      if (out !== undefined) await writeWhole(out, text);
      process.stdout.write(json === true ? text : summary(document));
    });
}

function summary({ model, split, preprocessing, metrics, answers_sha256: answers, ms_per_image: ms }: MeasurementDocument): string {
  const percent = (share: number | undefined): string => (share === undefined ? "" : (100 * share).toFixed(2));
  const table = Object.entries(metrics).map(([name, { value, low, high }]) => [name.replaceAll("_", " "), percent(value), low === undefined ? "" : `[${percent(low)}, ${percent(high)}]`]);
  const { over, units } = metrics.accuracy;
  return [
    `model    ${model.file}, ${model.sha256}`,
    `split    ${split.name}: ${split.images} pictures, manifest ${split.manifest_sha256}`,
    `         content ${split.content_sha256}`,
    `answers  ${answers}`,
    `faces    ${preprocessing.faces}${preprocessing.flip ? ", each averaged with its mirror image" : ""}`,
    "",
    textTable([["%", "", "95 % interval"], ...table]),
    `intervals: bootstrap over ${units} ${over}; ${ms.toFixed(1)} ms from crop to answer`,
    "",
  ].join("\n");
}
