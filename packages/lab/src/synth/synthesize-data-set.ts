import { rmSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { createPicture, encodePng, type Picture } from "fmpn/pictures";
import type { Sample } from "../datasets/data-set.js";
import type { Expression } from "../datasets/expression-labels.js";
import { formatManifest, MANIFEST } from "../datasets/manifest.js";
import { unitHash } from "../datasets/unit-hash.js";
import { writeWhole } from "../files/write-whole.js";
import type { WorkOptions } from "../work.js";
import { SYNTHETIC_EXPRESSIONS, synthesizeFace } from "./synthesize-face.js";

export interface SynthesizedSetOptions extends Pick<WorkOptions, "signal" | "onProgress"> {
  /** How many labelled faces; each expressive one has a neutral face beside it. */
  readonly count: number;
  readonly size: number;
  readonly seed: number;
  /** Share of the people whose faces are in split `test`. */
  readonly testShare: number;
  readonly contempt: boolean;
}

export interface SynthesizedSet {
  readonly faces: number;
  readonly testFaces: number;
  readonly subjects: number;
}

const PARTS = ["images", "neutral", "regions"];

/**
 * Writes synthetic faces as a data set: `images/<index>.png`, `neutral/<index>.png` (the same person, pose and light at
 * rest), `regions/<index>.png` (true motion region, 255 is moved) and `labels.csv` with the columns `role` (`face`, or
 * `rest` for the neutral face of a pair), `region`, `intensity` and `eyes` (left x y, right x y in pixels). The manifest
 * is written last: a folder without one is unfinished. Where the work fails or the process is ended, what was written goes; what a
 * killed process left is drawn over.
 *
 * @throws Error where the folder holds anything else.
 */
export async function synthesizeDataSet(folder: string, options: SynthesizedSetOptions): Promise<SynthesizedSet> {
  const present = await readdir(folder).catch(() => undefined);
  if (present?.some((name) => !PARTS.includes(name)) === true) throw new Error(`${folder} is not empty; give a new folder`);
  const undo = (): void => {
    // What lay there before is not this call's to take away.
    for (const part of PARTS) if (present?.includes(part) !== true) rmSync(path.join(folder, part), { recursive: true, force: true });
    if (present === undefined) rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", undo);
  try {
    return await drawFaces(folder, options);
  } catch (error) {
    undo();
    throw error;
  } finally {
    process.off("exit", undo);
  }
}

async function drawFaces(folder: string, options: SynthesizedSetOptions): Promise<SynthesizedSet> {
  const { count, size, seed, testShare, contempt, signal, onProgress } = options;
  const expressions: [Expression, ...Expression[]] = contempt
    ? [...withContempt()]
    : [SYNTHETIC_EXPRESSIONS[0], ...SYNTHETIC_EXPRESSIONS.slice(1)];
  for (const part of PARTS) await mkdir(path.join(folder, part), { recursive: true });
  const digits = String(count - 1).length;
  const samples: Sample[] = [];
  for (let index = 0; index < count; index++) {
    const face = synthesizeFace(seed, index, { size, expressions });
    const name = `${String(index).padStart(digits, "0")}.png`;
    const write = async (file: string, picture: Picture): Promise<void> =>
      await writeWhole(path.join(folder, file), await encodePng(picture));
    await write(`images/${name}`, face.image);
    const split = unitHash(`${seed}:${face.subject}`) < testShare ? "test" : "train";
    const { left, right } = face.eyes;
    const eyes = [left.x, left.y, right.x, right.y].map((value) => value.toFixed(2)).join(" ");
    const shared = { subject: face.subject, sequence: `${face.subject}-${index}`, split };
    if (face.label === "neutral") {
      samples.push({ ...shared, file: `images/${name}`, label: face.label, columns: { role: "face", region: "", intensity: "0", eyes } });
    } else {
      await write(`neutral/${name}`, face.neutral);
      await write(`regions/${name}`, createPicture(size, size, 1, Uint8ClampedArray.from(face.region, (value) => value * 255)));
      const intensity = face.intensity.toFixed(3);
      samples.push(
        {
          ...shared,
          file: `images/${name}`,
          label: face.label,
          neutral: `neutral/${name}`,
          columns: { role: "face", region: `regions/${name}`, intensity, eyes },
        },
        { ...shared, file: `neutral/${name}`, label: "neutral", columns: { role: "rest", region: "", intensity: "0", eyes } },
      );
    }
    onProgress?.({ what: "drawing faces", done: index + 1, total: count });
    signal?.throwIfAborted();
  }
  await writeWhole(path.join(folder, MANIFEST), formatManifest(samples));
  const faces = samples.filter(({ columns }) => columns["role"] === "face");
  return {
    faces: faces.length,
    testFaces: faces.filter(({ split }) => split === "test").length,
    subjects: new Set(samples.map(({ subject }) => subject)).size,
  };
}

function withContempt(): [Expression, ...Expression[]] {
  const [neutral, anger, ...others] = SYNTHETIC_EXPRESSIONS;
  return anger ? [neutral, anger, "contempt", ...others] : [neutral];
}
