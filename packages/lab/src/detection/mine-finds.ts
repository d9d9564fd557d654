import { closeLooks, type FaceFind, mergeOverlapping, overview, type RunModel, runFaceNet } from "fmpn/faces";
import type { WorkOptions } from "../work.js";
import { type DetectionMaterial, type MaterialPicture, pictureOf } from "./detection-material.js";
import { type LabelledBox, sharedPart } from "./labelled-pictures.js";

/** A find of the first look in a picture of the material, and whether it is a face. */
export interface MinedFind {
  /** Its number in the material. */
  readonly picture: number;
  readonly box: LabelledBox;
  readonly points: readonly number[];
  readonly score: number;
  readonly isFace: boolean;
}

/** Finds of this score or more are mined: what a second look will be asked of. */
export const LEAST_MINED = 0.2;

/** What the first look finds in the material, faces and what it takes for them; finds where nothing is known are left out. */
export async function mineFinds(run: RunModel, material: DetectionMaterial, { signal, onProgress }: Pick<WorkOptions, "signal" | "onProgress"> = {}): Promise<MinedFind[]> {
  const mined: MinedFind[] = [];
  for (const [index, picture] of material.pictures.entries()) {
    signal?.throwIfAborted();
    onProgress?.({ what: "looking for mistakes", done: index + 1, total: material.pictures.length });
    if (picture.role === "crop") continue;
    const pixels = pictureOf(material, picture);
    const { width, height } = picture;
    const looks = [overview(width, height), ...closeLooks(width, height, Math.max(width, height) / 64)];
    const finds: FaceFind[] = [];
    for (const look of looks) finds.push(...(await runFaceNet(run, pixels, look, LEAST_MINED)));
    for (const { box: { x, y, width: w, height: h }, points, score } of mergeOverlapping(finds)) {
      const box: LabelledBox = [x, y, w, h];
      const isFace = verdict(box, picture);
      if (isFace !== undefined) mined.push({ picture: index, box, points: points.flatMap((point) => [point.x, point.y]), score, isFace });
    }
  }
  return mined;
}

/** A labelled face, none, or undefined where that is not known. */
function verdict(box: LabelledBox, { faces, ignore }: MaterialPicture): boolean | undefined {
  if (faces.some((face) => sharedPart(face.box, box) > 0.4)) return true;
  return faces.some((face) => sharedPart(face.box, box) > 0.1) || ignore.some((place) => sharedPart(place, box) > 0.05) ? undefined : false;
}

/** The material with the places that the first look took for faces, to be shown more often. */
export function withMistakes(material: DetectionMaterial, finds: readonly MinedFind[]): DetectionMaterial {
  const mistaken = new Map<number, LabelledBox[]>();
  for (const { picture, box, isFace } of finds) if (!isFace) mistaken.set(picture, [...(mistaken.get(picture) ?? []), box]);
  return { ...material, pictures: material.pictures.map((picture, index) => ({ ...picture, mistaken: mistaken.get(index) })) };
}
