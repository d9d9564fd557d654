// The pictures that the figures in docs/faces.md are about.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Eyes } from "../../packages/fmpn/src/faces/face.js";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The folder of data sets: beside the project, or where FMPN_SHARED says. */
export const dataFolder = path.join(process.env["FMPN_SHARED"] ?? path.join(here, "../../../shared"), "data");

/** A data set's files, of one split if it has splits, and a hash of their names. */
export function listPictures(set: string, split?: string): { files: string[]; hash: string } {
  const [head = "", ...rows] = readFileSync(path.join(dataFolder, set, "labels.csv"), "utf8").trim().split(/\r?\n/);
  const column = head.split(",").indexOf("split");
  const names = rows
    .map((row) => row.split(","))
    .filter((cells) => split === undefined || cells[column] === split)
    .map(([file = ""]) => file);
  const hash = createHash("sha256").update([...names].sort().join("\n")).digest("hex").slice(0, 12);
  return { files: names.map((name) => path.join(dataFolder, set, name)), hash };
}

/** Pictures whose eyes were marked by looking at them: those of the report, or those that the detector was chosen by. */
export function markedPictures(list = "marked-eyes.csv"): { file: string; set: string; eyes: Eyes }[] {
  const rows = readFileSync(path.join(here, list), "utf8").trim().split("\n").slice(1);
  return rows.map((row) => {
    const [set = "", name = "", ...numbers] = row.split(",");
    const [a = 0, b = 0, c = 0, d = 0] = numbers.map(Number);
    return { set, file: path.join(dataFolder, set, name), eyes: { left: { x: a, y: b }, right: { x: c, y: d } } };
  });
}

/** Every `step`-th item, for samples that stay the same from run to run. */
export function everyNth<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, i) => items[Math.floor(i * step)]).filter(
    (item): item is T => item !== undefined,
  );
}
