import { checkFolder } from "@fmpn/lab/files";
import { Command } from "commander";
import { placeJson } from "fmpn";
import { alignFace, type Face, type FaceDetector, openFaceDetector, type Picture } from "fmpn/faces";
import { cropFiles } from "../faces/crop-files.js";
import { type PictureInput, pictureInputs } from "../inputs/picture-inputs.js";
import { complainUnwritten } from "../terminal/complaints.js";
import { numberBetween, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";
import { textTable } from "../terminal/text-table.js";

interface FacesOptions {
  readonly out?: string | undefined;
  readonly size: number;
  readonly margin: number;
  readonly json?: boolean | undefined;
}

/** What was found in one file. */
interface FacesOfFile {
  readonly file: string;
  readonly faces: readonly Face[];
  /** Why the file could not be read. */
  readonly error?: string | undefined;
}

/** `fmpn faces`: finds faces and eyes, and cuts the crops that the networks see. */
export function facesCommand(): Command {
  return new Command("faces")
    .description("find the faces in pictures, with their eyes; cut the aligned crops that the networks see")
    .argument("<pictures...>", 'files, folders, patterns such as "*.jpg", http:// addresses, or - for standard input')
    .option("--out <folder>", "write the aligned crops (photo-face.png for photo.jpg), and sheet.png to look at them")
    .option("--size <pixels>", "side of the crops", wholeNumber(16, 1024), 96)
    .option("--margin <share>", "what is added around the tight crop, as a part of its side", numberBetween(-0.19, 10), 0)
    .option("--json", "one JSON document instead of a table")
    .action(findFaces);
}

async function findFaces(words: readonly string[], { out, size, margin, json }: FacesOptions): Promise<void> {
  if (out !== undefined) await checkFolder(out, `--out ${out}`);
  const { inputs, leftOut } = await pictureInputs(words, out === undefined ? undefined : { folder: out });
  const written = out === undefined ? undefined : await cropFiles(out, inputs.map(({ name }) => name), complainUnwritten);
  for (const line of leftOut) console.error(line);
  const detector = await openFaceDetector();
  const found: FacesOfFile[] = [];
  const progress = progressBar();
  for (const [index, input] of inputs.entries()) {
    const { crops, ...facts } = await facesOf(input, detector, written && { size, margin });
    found.push(facts);
    await written?.add(facts.file, crops);
    progress({ what: "looking", done: index + 1, total: inputs.length });
  }
  await detector.close?.();
  if (json === true) console.log(JSON.stringify(found.map((one) => ({ ...one, faces: one.faces.map(placeJson) })), null, 2));
  else console.log(`${table(found)}\n\n${summary(found)}`);
  // Not among the answers: those may be JSON.
  if (written !== undefined) console.error(await written.writeSheet());
  if (found.some(({ error }) => error !== undefined)) process.exitCode = 1;
}

/** @param crop how to cut the faces out; by default they're not */
async function facesOf(input: PictureInput, detector: FaceDetector, crop?: { readonly size: number; readonly margin: number }): Promise<FacesOfFile & { readonly crops: readonly Picture[] }> {
  const file = input.name;
  try {
    const picture = await input.read();
    const faces = await detector.detect(picture);
    return { file, faces, crops: crop === undefined ? [] : faces.map(({ eyes }) => alignFace(picture, eyes, crop)) };
  } catch (error) {
    return { file, faces: [], error: error instanceof Error ? error.message : String(error), crops: [] };
  }
}

function table(found: readonly FacesOfFile[]): string {
  const whole = (value: number): string => String(Math.round(value));
  const rows = found.flatMap(({ file, faces, error }) => {
    if (faces.length === 0) return [[file, error ?? "no face", "", "", ""]];
    return faces.map(({ box, score, eyes }) => [
      file,
      `${whole(box.width)}×${whole(box.height)} at ${whole(box.x)},${whole(box.y)}`,
      score.toFixed(2),
      `${whole(eyes.left.x)},${whole(eyes.left.y)}`,
      `${whole(eyes.right.x)},${whole(eyes.right.y)}`,
    ]);
  });
  return textTable([["file", "face", "score", "left eye", "right eye"], ...rows]);
}

function summary(found: readonly FacesOfFile[]): string {
  const faces = found.reduce((total, one) => total + one.faces.length, 0);
  const unread = found.filter(({ error }) => error !== undefined).length;
  return `${faces} faces in ${found.length} pictures${unread > 0 ? `, ${unread} of which could not be read` : ""}`;
}
