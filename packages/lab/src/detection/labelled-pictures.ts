import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "../files/write-whole.js";

/** `[x, y, width, height]` in pixels from the picture's top left corner. */
export type LabelledBox = readonly [number, number, number, number];

export interface LabelledFace {
  readonly box: LabelledBox;
  /** x and y of five points: the eyes from the viewer's left, the nose's tip, the corners of the mouth from the viewer's left. */
  readonly points?: readonly number[] | undefined;
}

/** What is known of the faces in a picture. */
export interface LabelledPicture {
  readonly width: number;
  readonly height: number;
  /** Where the picture comes from; a source is trained on or held out as a whole. */
  readonly source?: string | undefined;
  readonly faces: readonly LabelledFace[];
  /** Where a find is neither right nor wrong. */
  readonly ignore?: readonly LabelledBox[] | undefined;
  /** There is no human face in it. */
  readonly noface?: boolean | undefined;
  /** Some faces may be missing among `faces`: none of it is taken for a place without a face. */
  readonly partial?: boolean | undefined;
}

/** A file of labels: pictures by their path in a folder. */
export interface LabelledPictures {
  /** Absolute. */
  readonly folder: string;
  readonly pictures: Readonly<Record<string, LabelledPicture>>;
}

/**
 * Reads labels: `{"folder": …, "pictures": {file: {width, height, faces, …}}}`, the folder relative to the file's own; or the
 * pictures alone, which then lie in the folder `images` beside the file.
 *
 * @throws Error naming the file and the picture where something is missing
 */
export async function readLabelledPictures(file: string): Promise<LabelledPictures> {
  const parsed = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const whole = typeof parsed["folder"] === "string" && typeof parsed["pictures"] === "object";
  const pictures = (whole ? parsed["pictures"] : parsed) as Record<string, LabelledPicture>;
  for (const [name, { width, height, faces }] of Object.entries(pictures)) {
    if (!(width > 0 && height > 0)) throw new Error(`${file}: ${name} has no width and height`);
    const bad = (faces ?? []).findIndex(({ box }) => !(Array.isArray(box) && box.length === 4 && box.every(Number.isFinite) && box[2] > 0 && box[3] > 0));
    if (bad >= 0) throw new Error(`${file}: face ${bad + 1} of ${name} has no box [x, y, width, height]`);
  }
  return { folder: path.resolve(path.dirname(file), whole ? String(parsed["folder"]) : "images"), pictures };
}

/** Writes labels so that {@link readLabelledPictures} reads them. */
export async function writeLabelledPictures(file: string, { folder, pictures }: LabelledPictures): Promise<void> {
  const lines = Object.entries(pictures).map(([name, picture]) => `  ${JSON.stringify(name)}: ${JSON.stringify(picture)}`);
  await writeWhole(file, `{"folder": ${JSON.stringify(path.relative(path.dirname(path.resolve(file)), folder))}, "pictures": {\n${lines.join(",\n")}\n}}\n`);
}

/** The area that two boxes share, as a part of their union. */
export function sharedPart([ax, ay, aw, ah]: LabelledBox, [bx, by, bw, bh]: LabelledBox): number {
  const width = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
  const height = Math.min(ay + ah, by + bh) - Math.max(ay, by);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (aw * ah + bw * bh - width * height);
}
