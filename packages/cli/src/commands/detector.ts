import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type WeightStorage, weightStorages } from "@fmpn/graph/onnx";
import { detectionRecipe, detectorFile, labelPictures, loadMaterial, type MinedFind, mineFinds, openYunet, pictureFilesIn, readDetectorWeights, readLabelledPictures, secondLookFile, secondLookRecipe, type StepsProgress, trainDetector, trainSecondLook, withMistakes, writeLabelledPictures } from "@fmpn/lab/detection";
import { writeWhole } from "@fmpn/lab/files";
import { changeRecipe } from "@fmpn/lab/training";
import { Command, Option } from "commander";
import { openModel } from "fmpn/faces";
import { collect, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";

/** `fmpn detector`: the face detector's own training, step by step. */
export function detectorCommand(): Command {
  return new Command("detector")
    .description("train a face detector: label pictures, train the first look, mine its mistakes, train the second look, export (docs/detector.md)")
    .addCommand(labelCommand())
    .addCommand(trainCommand())
    .addCommand(mineCommand())
    .addCommand(secondLookCommand())
    .addCommand(exportCommand());
}

interface LabelOptions {
  readonly teacher?: string | undefined;
  readonly known?: string | undefined;
  readonly source?: string | undefined;
  readonly empty?: boolean | undefined;
  readonly out: string;
}

function labelCommand(): Command {
  return new Command("label")
    .description("write the labels of a folder's pictures: boxes and points of faces by another detector")
    .argument("<folder>", "pictures, also in folders below it")
    .option("--teacher <file>", "YuNet as an ONNX file of free size")
    .option("--known <file>", "labels by the pictures' owner, which the teacher's points and finds are added to")
    .option("--source <name>", "where the pictures come from; by default the folder's name")
    .option("--empty", "none of the pictures shows a face")
    .requiredOption("--out <file>", "the labels, .json")
    .action(async (folder: string, { teacher, known, source = path.basename(path.resolve(folder)), empty, out }: LabelOptions, command: Command) => {
      if (teacher === undefined && !empty) command.error("error: name a --teacher, or say that the pictures are --empty");
      const labels = known === undefined ? undefined : await readLabelledPictures(known);
      const files = labels === undefined ? await pictureFilesIn(folder) : Object.keys(labels.pictures);
      const opened = teacher === undefined ? undefined : await openYunet(teacher);
      const request = { folder: path.resolve(folder), files, known: labels, source, empty, onProgress: progressBar() };
      const labelled = await labelPictures(request, opened ?? { find: async () => [], close: async () => {} });
      await opened?.close();
      await writeLabelledPictures(out, labelled);
      const pictures = Object.values(labelled.pictures);
      process.stdout.write(`written: ${out} (${pictures.length} pictures, ${pictures.reduce((sum, { faces }) => sum + faces.length, 0)} faces)\n`);
    });
}

interface TrainOptions {
  readonly out: string;
  readonly from: string;
  readonly without?: string[] | undefined;
  readonly mistakes?: string | undefined;
  readonly set?: string[] | undefined;
  readonly threads: number;
  readonly workers: number;
}

function trainCommand(): Command {
  return trainingOptions(new Command("train").description("train the first look, which finds faces; the same call goes on where it was stopped"))
    .option("--mistakes <file>", "what an earlier one took for faces (fmpn detector mine), to be shown more often")
    .action(async (labels: string[], { out, from, without, mistakes, set, threads, workers }: TrainOptions) => {
      const recipe = changeRecipe(detectionRecipe, set ?? []);
      const material = await materialOf(labels, without);
      const shown = mistakes === undefined ? material : withMistakes(material, await readFinds(mistakes));
      await trainDetector(shown, recipe, from, { folder: out, threads, workers, onProgress: stepLine });
      process.stdout.write(`written: ${path.join(out, "weights.safetensors")}\n`);
    });
}

interface MineOptions {
  readonly model: string;
  readonly second?: string | undefined;
  readonly teacher?: string | undefined;
  readonly without?: string[] | undefined;
  readonly out: string;
}

function mineCommand(): Command {
  return new Command("mine")
    .description("write what a first look finds in labelled pictures: faces, and what it takes for them")
    .argument("<labels...>", "files of labels")
    .requiredOption("--model <file>", "the first look, .onnx")
    .option("--second <file>", "an earlier second look, .onnx: what it is misled by is shown more often")
    .option("--teacher <file>", "YuNet as an ONNX file: what it takes for a face too, though nobody labelled it, is left out")
    .option("--without <source>", "leave this source out; may be repeated", collect)
    .requiredOption("--out <file>", "the finds, .json")
    .action(async (labels: string[], { model, second, teacher, without, out }: MineOptions) => {
      const material = await materialOf(labels, without);
      const open = async (file: string) => await openModel(new Uint8Array(await readFile(file)));
      const [first, secondLook, asked] = [await open(model), second === undefined ? undefined : await open(second), teacher === undefined ? undefined : await openYunet(teacher)];
      const finds = await mineFinds(first.run, material, { secondLook: secondLook?.run, teacher: asked, onProgress: progressBar() });
      for (const opened of [first, secondLook, asked]) await opened?.close();
      await writeFile(out, JSON.stringify(finds));
      process.stdout.write(`written: ${out} (${finds.filter(({ isFace }) => isFace).length} faces, ${finds.filter(({ isFace }) => !isFace).length} taken for faces)\n`);
    });
}

function secondLookCommand(): Command {
  return trainingOptions(new Command("second-look").description("train the second look, which tells faces from what the first one takes for them"))
    .requiredOption("--finds <file>", "what the first look finds in the same pictures (fmpn detector mine)")
    .action(async (labels: string[], { out, from, without, finds, set, threads, workers }: TrainOptions & { readonly finds: string }) => {
      const recipe = changeRecipe(secondLookRecipe, set ?? []);
      const material = await materialOf(labels, without);
      await trainSecondLook(material, await readFinds(finds), recipe, from, { folder: out, threads, workers, onProgress: stepLine });
      process.stdout.write(`written: ${path.join(out, "weights.safetensors")}\n`);
    });
}

function exportCommand(): Command {
  return new Command("export")
    .description("write a trained look as a model file")
    .argument("<run>", "the folder of a first or second look")
    .addOption(new Option("--look <which>", "which look it is").choices(["first", "second"]).makeOptionMandatory())
    .requiredOption("--out <file>", "the model file, .onnx")
    .option("--licence <text>", "what the file says of its licence")
    .addOption(new Option("--storage <type>", "how the weights lie in the file").choices(weightStorages).default("int8"))
    .action(async (run: string, { look, out, licence, storage }: { readonly look: "first" | "second"; readonly out: string; readonly licence?: string; readonly storage: WeightStorage }) => {
      const weights = await readDetectorWeights(run);
      const bytes = (look === "first" ? detectorFile : secondLookFile)(weights, licence === undefined ? {} : { licence }, storage);
      await writeWhole(out, bytes);
      process.stdout.write(`written: ${out} (${(bytes.length / 1e6).toFixed(2)} MB)\n`);
    });
}

/** What both trainings are told. */
function trainingOptions(command: Command): Command {
  return command
    .argument("<labels...>", "files of labels (fmpn detector label)")
    .requiredOption("--out <folder>", "the run's folder: recipe, metrics, checkpoint, weights")
    .requiredOption("--from <weights>", "what the first layers start from: an Ultra-Light-Fast RFB-320 (.onnx) or a first look's weights.safetensors")
    .option("--without <source>", "leave this source out, to be tested on; may be repeated", collect)
    .option("--set <setting=value>", "override one of the recipe's settings, e.g. steps=1000; may be repeated", collect)
    .option("--threads <n>", "threads that compute", wholeNumber(1, 256), 1)
    .option("--workers <n>", "threads that draw what is shown; 0: the main one", wholeNumber(0, 64), 1);
}

async function materialOf(files: readonly string[], without: readonly string[] | undefined) {
  return await loadMaterial(await Promise.all(files.map(readLabelledPictures)), { without, onProgress: progressBar() });
}

async function readFinds(file: string): Promise<MinedFind[]> {
  return JSON.parse(await readFile(file, "utf8")) as MinedFind[];
}

function stepLine({ step, steps, millisecondsPerStep, losses }: StepsProgress): void {
  const figures = Object.entries(losses).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  process.stderr.write(`step ${step}/${steps}  ${figures.join("  ")}  ${millisecondsPerStep.toFixed(0)} ms a step\n`);
}
