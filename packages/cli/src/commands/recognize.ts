import path from "node:path";
import { Command, Option } from "commander";
import { type Provider, providers } from "@fmpn/graph/inference";
import { partOf, type Shard } from "@fmpn/lab";
import { findClass } from "@fmpn/lab/datasets";
import { checkFile, checkFolder } from "@fmpn/lab/files";
import { modelFile } from "@fmpn/lab/runs";
import { type RecognizeOptions, Recognizer } from "fmpn";
import { percent } from "fmpn/drawing";
import { fileInput, type PictureInput, pictureInputs } from "../inputs/picture-inputs.js";
import { watchFolder } from "../inputs/watch-folder.js";
import { answerPrinter } from "../recognize/answer-printer.js";
import { ANNOTATED, PAGE_PICTURES, recognitionFiles } from "../recognize/recognition-files.js";
import { slowEngineNote } from "../recognize/slow-engine.js";
import { type Recognition, recognizePicture } from "../recognize/recognition.js";
import { complain, complainUnwritten } from "../terminal/complaints.js";
import { type OpenVideo, openVideo } from "../video/open-video.js";
import { recognizeVideo } from "../video/recognize-video.js";
import { numberBetween, shardOption, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";

interface CommandOptions {
  readonly json?: boolean | undefined;
  readonly jsonl?: boolean | undefined;
  readonly csv?: boolean | undefined;
  readonly out?: string | undefined;
  readonly page?: string | undefined;
  readonly credit?: string | undefined;
  readonly watch?: string | undefined;
  readonly shard?: Shard | undefined;
  readonly model?: string | undefined;
  readonly provider?: Provider | undefined;
  readonly threads?: number | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly maxFaces?: number | undefined;
  readonly minFace?: number | undefined;
  readonly minScore?: number | undefined;
  readonly flip?: true | undefined;
  readonly effort?: "fast" | "auto" | "full" | undefined;
  readonly every: number;
}

/** Exit codes besides those of every command. */
const SOME_NOT_READ = 1;
const SOME_WITHOUT_FACE = 3;

const HELP = `
Pictures are JPEG, PNG, WebP, AVIF, GIF, TIFF or BMP files. Folders are searched with the folders in them.
Videos (read by the ffmpeg that is installed) and animated GIF and WebP files, named as files, are gone through in time:
each face has a number that stays its own, --jsonl and --csv have a line for each frame with its time.

Exit codes:
  0    a face was found in every picture
  1    some picture could not be read (the others are answered), or the work failed
  2    the command was written wrongly
  3    every picture was read, and some have no face
  130  stopped by Ctrl-C, which is also how --watch ends

Examples:
  fmpn recognize portrait.jpg
  fmpn recognize holidays/ --out seen/            then open seen/index.html
  fmpn recognize "scans/**/*.png" --csv > scans.csv
  fmpn recognize talk.mp4 --every 0.2 --out seen/    writes seen/talk-annotated.mp4, too
  curl -s http://localhost:8080/now.jpg | fmpn recognize - --json
  fmpn recognize --watch inbox/ --jsonl >> log.jsonl

An expression is what a face looks like to a network, not what a person feels.`;

/** `fmpn recognize`: names the expressions of the faces in pictures. */
export function recognizeCommand(): Command {
  return new Command("recognize")
    .description("name the expressions of the faces in pictures, and show where each face moved")
    .argument("[pictures...]", 'files, folders, patterns such as "*.jpg", http:// addresses, or - for standard input')
    .option("--json", "one JSON array of all pictures instead of a table")
    .option("--jsonl", "a line of JSON for each picture, as soon as it is known")
    .option("--csv", "comma-separated lines, one for each face, with the probability of every expression")
    .option("--out <folder>", `write the annotated pictures (box, label, bars, motion mask), and index.html to look through the last ${PAGE_PICTURES}`)
    .option("--page <file>", "write only the page: one HTML file that needs no network")
    .option("--credit <text>", "whose pictures these are: a line at the end of the page")
    .option("--shard <i/n>", "only part i of n of the pictures; what --jsonl and --csv print of all parts, one after the other, is the whole (docs/scale.md)", shardOption)
    .option("--watch <folder>", "then go on with the pictures that arrive in a folder, until Ctrl-C")
    .option("--model <file|run>", "a model file of fmpn train, or its run's folder (default: the one that comes with fmpn)")
    .addOption(new Option("--provider <name>", "what the network runs on (default: simd; cpu for a large model where onnxruntime-node is installed)").choices(providers))
    .option("--threads <n>", "threads of the network (default: 1, enough for the bundled one)", wholeNumber(1, 256))
    .option("--classes <a,b,...>", "answer with one of these expressions only, in any spelling", (list) => list.split(",").map((name) => name.trim()))
    .option("--max-faces <n>", "at most so many faces of a picture, the largest", wholeNumber(1))
    .option("--min-face <pixels>", "the narrowest face to look for (default: 12, more in large pictures)", numberBetween(8, 10_000))
    .option("--min-score <share>", "leave out faces that the detector is less sure of (default: 0.35)", numberBetween(0.01, 1))
    .option("--flip", "ask about each face's mirror image, too, and average the answers, in twice the network's time")
    .addOption(new Option("--effort <how>", "how hard to look for faces: one look, closer looks where needed, all scales").choices(["fast", "auto", "full"]).default("auto"))
    .option("--every <seconds>", "of a video: the time between the frames that are looked at", numberBetween(0.01, 3600), 0.1)
    .addHelpText("after", HELP)
    .action(async function recognize(this: Command, words: readonly string[], options: CommandOptions) {
      checkOptions(this, words, options);
      await recognizePictures(this, words, options);
    });
}

function checkOptions(command: Command, words: readonly string[], { json, jsonl, csv, out, watch, shard }: CommandOptions): void {
  if (words.length === 0 && watch === undefined) command.error("error: name a picture, a folder, - for standard input, or a folder to --watch");
  if ([json, jsonl, csv].filter((given) => given === true).length > 1) command.error("error: --json, --jsonl and --csv exclude each other");
  if (watch === undefined) return;
  if (shard !== undefined) command.error("error: --shard is a part of the pictures that are there, and --watch waits for others: leave one away");
  if (json === true) command.error("error: a JSON array has an end and --watch has none: use --jsonl");
  if (out !== undefined && path.resolve(out) === path.resolve(watch)) {
    command.error("error: --out would write into the folder that is watched, and its pictures would be recognised again: name another folder");
  }
}

async function recognizePictures(command: Command, words: readonly string[], options: CommandOptions): Promise<void> {
  const { json, jsonl, csv, out, page, credit, watch, model, provider, threads, shard } = options;
  // From before the pictures are listed, so that none can arrive in between unseen.
  const arriving = watch === undefined ? undefined : await watchFolder(watch);
  if (out !== undefined) await checkFolder(out, `--out ${out}`);
  if (page !== undefined) await checkFile(page, `--page ${page}`);
  const { inputs: all, leftOut } = await pictureInputs(words, out === undefined ? undefined : { folder: out, ending: ANNOTATED });
  const inputs = partOf(all, shard);
  const recognizer = await Recognizer.load({
    ...(model === undefined ? {} : { model: await modelFile(model) }),
    ...(provider === undefined ? {} : { provider }),
    ...(threads === undefined ? {} : { threads }),
  });
  const classes = checkedClasses(command, options.classes, recognizer.model.classes);
  const looking = lookingOptions(options, classes);
  const modelName = model === undefined ? `${recognizer.model.preset}, the one that comes with fmpn` : path.basename(model);
  const files = recognitionFiles({ out, page, credit, margin: recognizer.model.crop.margin, model: modelName, provider: recognizer.provider, onUnwritten: complainUnwritten });
  for (const line of leftOut) note(line, true);
  const slow = slowEngineNote(recognizer, provider);
  if (slow !== undefined) note(slow, true);
  const form = json === true ? "json" : jsonl === true ? "jsonl" : csv === true ? "csv" : "table";
  const quiet = form !== "table";
  const videos = await openVideos(inputs, options.every);
  const printer = answerPrinter(form, { classes, provider: recognizer.provider, timed: videos.size > 0, head: (shard?.index ?? 1) === 1 });
  // A bar and lines in one terminal would write over each other.
  const progress = (form === "jsonl" || form === "csv") && process.stdout.isTTY ? () => {} : progressBar();

  const answer = async (input: PictureInput): Promise<Recognition> => {
    const recognition = await recognizePicture(recognizer, input, looking);
    const { file, error, faces } = recognition;
    if (error !== undefined) complain(`${file}: ${error}`);
    await files.add(recognition);
    noteExitCode(error, faces.length);
    return recognition;
  };
  const answerVideo = async (file: string, video: OpenVideo): Promise<void> => {
    const what = `recognising ${path.basename(file)}`;
    const recognition = await recognizeVideo(recognizer, file, video, {
      // Looked at fast, unless another effort was asked for.
      looking: command.getOptionValueSource("effort") === "default" ? { ...looking, effort: "fast" } : looking,
      margin: recognizer.model.crop.margin,
      out: files.videoPlace(file),
      onUnwritten: complainUnwritten,
      onFrame(time, faces) {
        printer.frame(file, time, faces);
        if (video.duration !== undefined) progress({ what, done: Math.round(10 * time) / 10, total: Math.round(10 * video.duration) / 10 });
      },
    });
    progress({ what, done: 1, total: 1 });
    const { error, frames } = recognition;
    if (error !== undefined) complain(`${file}: ${error}`);
    printer.video(recognition);
    await files.addVideo(recognition);
    noteExitCode(error, frames.filter(({ faces }) => faces.length > 0).length);
  };

  printer.begin();
  for (const [index, input] of inputs.entries()) {
    const video = videos.get(input);
    if (video === undefined) printer.picture(await answer(input));
    else await answerVideo(input.name, video);
    progress({ what: "recognising", done: index + 1, total: inputs.length });
  }
  if (inputs.length > 0 || form === "json") printer.end();
  const pages = inputs.length > 0 ? await files.writePages() : [];
  for (const file of pages) note(`to look at: ${file}`, quiet);
  if (arriving !== undefined) {
    note(`watching ${watch} (${recognizer.provider}); Ctrl-C ends`, true);
    for await (const file of arriving) {
      const recognition = await answer(fileInput(file));
      if (quiet) printer.picture(recognition);
      else console.log(watchedLine(recognition));
      await files.writePages();
    }
  }
  await recognizer.close();
}

async function openVideos(inputs: readonly PictureInput[], every: number): Promise<Map<PictureInput, OpenVideo>> {
  const videos = new Map<PictureInput, OpenVideo>();
  for (const input of inputs) {
    const video = input.file === undefined ? undefined : await openVideo(input.file, every);
    if (video !== undefined) videos.set(input, video);
  }
  return videos;
}

function lookingOptions({ maxFaces, minFace, minScore, flip, effort }: CommandOptions, classes: readonly string[]): RecognizeOptions {
  return {
    classes,
    ...(maxFaces === undefined ? {} : { maxFaces }),
    ...(flip === undefined ? {} : { flip }),
    ...(minFace === undefined ? {} : { minFace }),
    ...(minScore === undefined ? {} : { minScore }),
    ...(effort === undefined ? {} : { effort }),
  };
}

/** The classes asked for in the model's order. */
function checkedClasses(command: Command, asked: readonly string[] | undefined, classes: readonly string[]): readonly string[] {
  if (asked === undefined) return classes;
  const unknown = asked.filter((name) => findClass(name, classes) === undefined);
  if (unknown.length > 0) command.error(`error: the model does not know ${unknown.map((name) => `"${name}"`).join(", ")}; it knows ${classes.join(", ")}`);
  const wanted = asked.map((name) => findClass(name, classes));
  return classes.filter((name) => wanted.includes(name));
}

/** What could not be read weighs more than what shows no face. */
function noteExitCode(error: string | undefined, faces: number): void {
  if (error !== undefined) process.exitCode = SOME_NOT_READ;
  else if (faces === 0) process.exitCode ??= SOME_WITHOUT_FACE;
}

/** On standard output with a table; on standard error where that holds data. */
function note(text: string, aside: boolean): void {
  (aside ? process.stderr : process.stdout).write(`${text}\n`);
}

function watchedLine({ file, faces, error }: Recognition): string {
  if (error !== undefined) return `${file}  not read`;
  const said = faces.map(({ expression, probabilities }) => `${expression} ${percent(probabilities[expression] ?? 0)}`);
  return `${file}  ${said.length === 0 ? "no face" : said.join(", ")}`;
}
