import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type WeightStorage, weightStorages } from "@fmpn/graph/onnx";
import { checkFile, writeWhole } from "@fmpn/lab/files";
import { parseMeasurement } from "@fmpn/lab/measurement";
import { indexOfMeasurements, withModelIndex } from "@fmpn/lab/model-card";
import { modelOf, readRunWeights } from "@fmpn/lab/training";
import { Command, Option } from "commander";
import { relabelModel, takeAnyBatch } from "fmpn/model";

interface ExportOptions {
  readonly out: string;
  readonly storage: WeightStorage;
  readonly card?: string | undefined;
  readonly license?: string | undefined;
  readonly measured?: readonly string[] | undefined;
  readonly batch: "one" | "any";
}

/** `fmpn export`: a run's weights as a model file to hand on. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write a finished run's weights as a model file, with a model card and a licence inside; or give a model file others")
    .argument("<run>", "a finished run's folder (its weights.safetensors is what PyTorch's load_state_dict takes), or a model file")
    .requiredOption("--out <file>", "the model file, .onnx")
    .addOption(new Option("--storage <type>", "how a run's weights lie in the file").choices(weightStorages).default("float16"))
    .addOption(new Option("--batch <faces>", "how many faces the file takes at once; any: for inference servers (docs/serving.md)").choices(["one", "any"]).default("one"))
    .option("--card <file>", "Markdown that the file carries: data, licence, figures, limits; keep it beside the model as README.md")
    .option("--license <text>", "what may be done with the weights, in a line: an SPDX expression, or words")
    .option("--measured <files...>", "documents of fmpn measure: their figures go into the card as model-index, which hubs and Hugging Face read")
    .action(async (source: string, { out, storage, card, license, batch, measured = [] }: ExportOptions) => {
      await checkFile(out, `--out ${out}`);
      const text = await cardText(path.basename(out, ".onnx"), card === undefined ? undefined : await readFile(card, "utf8"), license, measured);
      const bytes = (await stat(source).catch(() => undefined))?.isFile() === true
        ? relabelModel(await readFile(source), source, { ...(text === undefined ? {} : { card: text }), ...(license === undefined ? {} : { license }) })
        : await exported(source, text ?? "", storage, license);
      const file = batch === "any" ? takeAnyBatch(bytes, source) : bytes;
      await writeWhole(out, file);
      process.stdout.write(`written: ${path.normalize(out)} (${(file.length / 1e6).toFixed(2)} MB)\n`);
    });
}

async function exported(folder: string, card: string, storage: WeightStorage, license?: string): Promise<Uint8Array> {
  const { recipe, weights } = await readRunWeights(folder);
  return modelOf(weights, recipe, card, storage, license);
}

/** The card with what was measured in its front matter. */
async function cardText(name: string, card: string | undefined, license: string | undefined, measured: readonly string[]): Promise<string | undefined> {
  if (measured.length === 0) return card;
  const documents = await Promise.all(measured.map(async (file) => parseMeasurement(await readFile(file, "utf8"), file)));
  return withModelIndex(card ?? `# ${name}\n`, [indexOfMeasurements(name, documents)], license === undefined ? {} : { license });
}
