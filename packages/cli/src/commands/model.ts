import { readFile } from "node:fs/promises";
import path from "node:path";
import { formatShape, initialize } from "@fmpn/graph";
import { layerCosts, totalCost, type WeightStorage, weightStorages } from "@fmpn/graph/onnx";
import { checkFile, writeWhole } from "@fmpn/lab/files";
import { modelFile } from "@fmpn/lab/runs";
import { Command, Option } from "commander";
import { type ModelFile, readModel, writeModel } from "fmpn/model";
import { faceNetwork, type FmpnSettings, isPresetName, presets } from "fmpn/networks";
import { wholeNumber } from "../terminal/option-values.js";
import { textTable } from "../terminal/text-table.js";

interface ModelOptions {
  readonly classes: number;
  readonly onnx?: string | undefined;
  readonly storage: WeightStorage;
  readonly seed: number;
}

/** `fmpn model`: what a network is made of and what it costs. */
export function modelCommand(): Command {
  return new Command("model")
    .description("print a network's layers, shapes, parameters, multiplications and file size")
    .argument("<preset|file>", `${Object.keys(presets).join(", ")}, or a model file or a run's folder`)
    .option("--classes <n>", "number of expressions of a preset", wholeNumber(2, 1000), 7)
    .option("--onnx <file>", "write the graph; that of a preset has untrained weights")
    .addOption(new Option("--storage <type>", "how a preset's weights lie in the file").choices(weightStorages).default("float16"))
    .option("--seed <n>", "draws a preset's untrained weights", wholeNumber(0, 2 ** 31), 0)
    .action(async (subject: string, options: ModelOptions) => {
      if (options.onnx !== undefined) await checkFile(options.onnx, `--onnx ${options.onnx}`);
      const model = isPresetName(subject) ? presetModel(subject, options) : readModel(new Uint8Array(await readFile(await modelFile(subject))), path.basename(subject));
      const { preset, classes, settings, size, crop } = model.info;
      process.stdout.write(`${preset}: ${classes.length} classes (${classes.join(", ")}), crops of ${size}×${size}, margin ${crop.margin}\n\n`);
      if (settings === undefined) process.stdout.write("The file does not tell its network's settings: no layers to list.\n");
      else process.stdout.write(`${layerTable(settings, classes.length)}\n`);
      const kinds = model.weights.filter(({ bytes }) => bytes >= 1024).map(({ type, values }) => `${values.toLocaleString("en")} ${type}`);
      process.stdout.write(`\nfile: ${megabytes(model.bytes.length)} (${kinds.join(", ")})\n`);
      if (options.onnx !== undefined) {
        await writeWhole(options.onnx, model.bytes);
        process.stdout.write(`written: ${options.onnx}\n`);
      }
    });
}

function presetModel(preset: keyof typeof presets, { classes, storage, seed }: ModelOptions): ModelFile {
  const settings = presets[preset];
  const state = initialize(faceNetwork(settings, classes).network, seed);
  const names = Array.from({ length: classes }, (_, index) => `class ${index}`);
  const bytes = writeModel({ settings, preset, classes: names, crop: { margin: 0 }, card: "Untrained weights.", state, storage });
  return readModel(bytes, preset);
}

/** A line for each operation with weights, and the sums of the parts. */
function layerTable(settings: FmpnSettings, classes: number): string {
  const { network, mask, logits } = faceNetwork(settings, classes);
  const costs = layerCosts([mask, logits], network.parameters);
  const row = (name: string, operator: string, shape: string, { parameters, macs }: { parameters: number; macs: number }): string[] => [
    name,
    operator,
    shape,
    parameters === 0 ? "" : parameters.toLocaleString("en"),
    macs === 0 ? "" : (macs / 1e6).toFixed(2),
  ];
  const parts = [
    ["fmg", "mask generator"],
    ["pfn", "prior fusion net"],
    ["cls", "classification net"],
  ] as const;
  return textTable([
    ["layer", "operation", "output", "parameters", "MMAC"],
    ...costs.map((cost) => row(cost.layer === "" ? "(gray)" : cost.layer, cost.operator, formatShape(cost.output), cost)),
    ...parts.map(([prefix, name]) => row(name, "", "", totalCost(costs.filter(({ layer }) => layer.startsWith(`${prefix}.`))))),
    row("all", "", "", totalCost(costs)),
  ]);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
