import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@fmpn/lab";
import { Command } from "commander";
import { alignFace, decodeImage, drawContactSheet, encodePng, type Face, openFaceDetector, type Picture } from "fmpn";
import { listPictures } from "../inputs/picture-files.js";
import { uniqueName } from "../recognize/unique-name.js";
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

const sheetColumns = 7;
const SHEET = "sheet.png";

/** `fmpn faces`: finds faces and eyes, and cuts the crops that the networks see. */
export function facesCommand(): Command {
  return new Command("faces")
    .description("find the faces in pictures, with their eyes; cut the aligned crops that the networks see")
    .argument("<files...>", "pictures, or folders of them")
    .option("--out <folder>", "write the aligned crops and sheet.png, which shows them all")
    .option("--size <pixels>", "side of the crops", wholeNumber(16, 1024), 96)
    .option("--margin <share>", "what is added around the tight crop, as a part of its side", numberBetween(-0.2, 10), 0)
    .option("--json", "one JSON document instead of a table")
    .action(findFaces);
}

async function findFaces(files: readonly string[], { out, size, margin, json }: FacesOptions): Promise<void> {
  const paths = (await Promise.all(files.map(picturesOf))).flat();
  const detector = await openFaceDetector();
  const crops: { name: string; picture: Picture }[] = [];
  const found: FacesOfFile[] = [];
  const names = new Map([[SHEET, ""]]);
  const progress = progressBar("looking");
  for (const [index, file] of paths.entries()) {
    try {
      const picture = await decodeImage(file);
      const faces = await detector.detect(picture);
      found.push({ file, faces });
      for (const [number, face] of faces.entries()) {
        const name = uniqueName(file, `${faces.length > 1 ? `-${number + 1}` : ""}.png`, names);
        if (out !== undefined) crops.push({ name, picture: alignFace(picture, face.eyes, { size, margin }) });
      }
    } catch (error) {
      found.push({ file, faces: [], error: error instanceof Error ? error.message : String(error) });
    }
    progress(index + 1, paths.length);
  }
  if (json === true) console.log(JSON.stringify(found, null, 2));
  else console.log(`${table(found)}\n\n${summary(found)}`);
  if (out !== undefined) await writeCrops(out, crops, size);
  if (found.every(({ error }) => error !== undefined)) throw new Error("no picture could be read");
}

/** A folder's pictures in the order of their names; a file as it is. */
async function picturesOf(file: string): Promise<string[]> {
  const isFolder = await stat(file).then((entry) => entry.isDirectory(), () => {
    throw new Error(`there is no file or folder ${file}`);
  });
  return isFolder ? await listPictures(file) : [file];
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

async function writeCrops(out: string, crops: readonly { name: string; picture: Picture }[], size: number): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const { name, picture } of crops) await writeWhole(path.join(out, name), await encodePng(picture));
  const rows = Array.from({ length: Math.ceil(crops.length / sheetColumns) }, (_, row) => ({
    name: "",
    pictures: crops.slice(row * sheetColumns, (row + 1) * sheetColumns).map(({ picture }) => picture),
  }));
  const columns = Array.from({ length: Math.min(sheetColumns, crops.length) }, () => "");
  const sheet = path.join(out, SHEET);
  await writeWhole(sheet, await encodePng(drawContactSheet({ title: "aligned faces", columns, rows }, size)));
  // Not among the answers: those may be JSON.
  console.error(`${crops.length} crops written to ${out}; all of them at a glance: ${sheet}`);
}
