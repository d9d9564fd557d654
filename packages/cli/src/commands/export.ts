import { readFile } from "node:fs/promises";
import path from "node:path";
import { readRunWeights, modelOf, writeWhole } from "@fmpn/lab";
import { Command, Option } from "commander";
import { checkFile } from "../files/check-place.js";

interface ExportOptions {
  readonly out: string;
  readonly storage: "float32" | "float16" | "int8";
  readonly card?: string;
}

/** `fmpn export`: a run's weights as a model file to hand on. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write a finished run's weights as a model file, with a model card inside")
    .argument("<run>", "a finished run's folder; its weights.safetensors is what PyTorch's load_state_dict takes")
    .requiredOption("--out <file>", "the model file, .onnx")
    .addOption(new Option("--storage <type>", "how weights lie in the file").choices(["float32", "float16", "int8"]).default("float16"))
    .option("--card <file>", "Markdown that the file carries: data, licence, figures, limits")
    .action(async (folder: string, { out, storage, card }: ExportOptions) => {
      await checkFile(out, `--out ${out}`);
      const text = card === undefined ? "" : await readFile(card, "utf8");
      const { recipe, weights } = await readRunWeights(folder);
      const bytes = modelOf(weights, recipe, text, storage);
      await writeWhole(out, bytes);
      process.stdout.write(`written: ${path.normalize(out)} (${(bytes.length / 1e6).toFixed(2)} MB)\n`);
    });
}
