import { stat } from "node:fs/promises";
import { Command } from "commander";
import { alignFace, decodeImage, type Face, type FaceDetector, openFaceDetector, type Picture } from "fmpn";
import { cropFiles } from "../faces/crop-files.js";
import { listPictures } from "../inputs/picture-files.js";
import { numberBetween, wholeNumber } from "../terminal/option-values.js";
import { progressBar } from "../terminal/progress-bar.js";
import { textTable } from "../terminal/text-table.js";

interface FacesOptions {
  readonly out?: string;
  readonly size: number;
  readonly margin: number;
  readonly json?: boolean;
}

/** What was found in one file. */
interface FacesOfFile {
  readonly file: string;
  readonly faces: readonly Face[];
  /** Why the file could not be read. */
  readonly error?: string;
}

/** `fmpn faces`: finds faces and eyes, and cuts the crops that the networks see. */
export function facesCommand(): Command {
  return new Command("faces")
    .description("find the faces in pictures, with their eyes; cut the aligned crops that the networks see")
    .argument("<files...>", "pictures, or folders of them")
    .option("--out <folder>", "write the aligned crops (photo-face.png for photo.jpg), and sheet.png to look at them")
    .option("--size <pixels>", "side of the crops", wholeNumber(16, 1024), 96)
    .option("--margin <share>", "what is added around the tight crop, as a part of its side", numberBetween(-0.19, 10), 0)
    .option("--json", "one JSON document instead of a table")
    .action(findFaces);
}

async function findFaces(words: readonly string[], { out, size, margin, json }: FacesOptions): Promise<void> {
  const files = (await Promise.all(words.map(async (word) => await picturesOf(word, out)))).flat();
  const written = out === undefined ? undefined : await cropFiles(out, files);
  const detector = await openFaceDetector();
  const found: FacesOfFile[] = [];
  const progress = progressBar();
  for (const [index, file] of files.entries()) {
    const { crops, ...facts } = await facesOf(file, detector, written && { size, margin });
    found.push(facts);
    await written?.add(file, crops);
    progress({ what: "looking for faces", done: index + 1, total: files.length });
  }
  if (json === true) console.log(JSON.stringify(found, null, 2));
  else console.log(`${table(found)}\n\n${summary(found)}`);
  // Not among the answers: those may be JSON.
  if (written !== undefined) console.error(await written.writeSheet());
  if (found.every(({ error }) => error !== undefined)) throw new Error("no picture could be read");
}

/** @param crop how to cut the faces out; by default they're not */
async function facesOf(file: string, detector: FaceDetector, crop?: { readonly size: number; readonly margin: number }): Promise<FacesOfFile & { readonly crops: readonly Picture[] }> {
  try {
    const picture = await decodeImage(file);
    const faces = await detector.detect(picture);
    return { file, faces, crops: crop === undefined ? [] : faces.map(({ eyes }) => alignFace(picture, eyes, crop)) };
  } catch (error) {
    return { file, faces: [], error: error instanceof Error ? error.message : String(error), crops: [] };
  }
}

/** A folder's pictures in the order of their names; a file as it is. */
async function picturesOf(word: string, out: string | undefined): Promise<string[]> {
  const isFolder = await stat(word).then((entry) => entry.isDirectory(), () => {
    throw new Error(`there is no file or folder ${word}`);
  });
  return isFolder ? await listPictures(word, out) : [word];
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
