import { type Picture, scaling, warp } from "fmpn/pictures";
import { closeLooks, faceScore, type FaceFind, lookAgain, mergeOverlapping, overview, type RunModel, runFaceNet } from "fmpn/faces";
import type { WorkOptions } from "../work.js";
import { type DetectionMaterial, type MaterialPicture, pictureOf } from "./detection-material.js";
import { type LabelledBox, sharedPart } from "./labelled-pictures.js";
import type { DetectionTeacher } from "./yunet-teacher.js";

/** A find of the first look in a picture of the material, and whether it is a face. */
export interface MinedFind {
  /** Its number in the material. */
  readonly picture: number;
  readonly box: LabelledBox;
  readonly points: readonly number[];
  readonly score: number;
  readonly isFace: boolean;
  /** How sure the first look and an earlier second one are together that it is a face. */
  readonly sure?: number | undefined;
}

/** Finds of this score or more are mined: what a second look will be asked of. */
export const LEAST_MINED = 0.2;

/** Two crops of a find that a teacher is shown: their side, and which part of it the find takes. */
const TEACHER_VIEWS = [{ side: 128, part: 0.4 }, { side: 96, part: 0.5 }] as const;
/** What a teacher takes for a face on both, this surely, is none where nobody labelled one only by an oversight. */
const DOUBTFUL = 0.5;

export interface MineOptions extends Pick<WorkOptions, "signal" | "onProgress"> {
  /** An earlier second look: says how {@link MinedFind.sure} both are. */
  readonly secondLook?: RunModel | undefined;
  /** Is asked where both looks see a face that nobody labelled; where it sees one too, the find is left out. */
  readonly teacher?: DetectionTeacher | undefined;
}

/** What the first look finds in the material, faces and what it takes for them; finds where nothing is known are left out. */
export async function mineFinds(run: RunModel, material: DetectionMaterial, { secondLook, teacher, signal, onProgress }: MineOptions = {}): Promise<MinedFind[]> {
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
    for (const find of mergeOverlapping(finds)) {
      const { box: { x, y, width: w, height: h }, points, score } = find;
      const box: LabelledBox = [x, y, w, h];
      const isFace = verdict(box, picture);
      if (isFace === undefined) continue;
      const sure = secondLook && faceScore(score, await lookAgain(secondLook, pixels, find));
      if (!isFace && teacher !== undefined && (sure ?? score) > DOUBTFUL && (await seesFace(teacher, pixels, find))) continue;
      mined.push({ picture: index, box, points: points.flatMap((point) => [point.x, point.y]), score, isFace, sure });
    }
  }
  return mined;
}

/** Whether a teacher takes the find for a face on both crops of it. */
async function seesFace(teacher: DetectionTeacher, picture: Picture, { box: { x, y, width, height } }: FaceFind): Promise<boolean> {
  for (const { side, part } of TEACHER_VIEWS) {
    const scale = (side * part) / Math.max(width, height);
    const crop = warp(picture, scaling(scale, side / 2 - scale * (x + width / 2), side / 2 - scale * (y + height / 2)), side, side, 0);
    const same = (await teacher.find(crop, 1, DOUBTFUL)).some(({ box: [bx, by, bw, bh] }) => Math.hypot(bx + (bw - side) / 2, by + (bh - side) / 2) < 0.3 * side * part);
    if (!same) return false;
  }
  return true;
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
