import type { Picture } from "../images/picture.js";
import type { Face, FaceFind } from "./face.js";
import type { FaceModels } from "./face-models.js";
import { faceScore } from "./face-score.js";
import { placeFace } from "./place-face.js";
import { lookAgain, seeLeaning } from "./second-look.js";

/** Of what is this sure at the first look, none in two thousand finds was no face: it gets no second one. */
const SURE_FIRST = 0.9;
/** What is less or more sure than this at one second look gets no other. */
const CLEAR = { none: 0.003, face: 0.97 };
/** What is not this sure at the first look, or not this wide in pixels, is not looked at for a leaning head. */
const LEAST_LEANING = { score: 0.6, width: 20 };
/** A find is beside a face that is this sure without it, if both are as wide within this factor. */
const BESIDE = { score: 0.81, alike: 2 };
/** A picture of at most so many pixels of which a face takes this part or more was cropped to it. Larger ones show walls and rocks that way, too. */
const CROP = { mostSide: 128, part: 0.5 };

export interface ConfirmOptions {
  readonly minScore: number;
  /** Whether the finds are those of a turned picture. */
  readonly leaning?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The finds that a second look bears out, with the eyes where the landmark model sees them. */
export async function confirmFinds(models: FaceModels, picture: Picture, found: readonly FaceFind[], { minScore, leaning = false, signal }: ConfirmOptions): Promise<Face[]> {
  const asked: { readonly find: FaceFind; readonly second: number | undefined; readonly alone: number }[] = [];
  for (const find of found) {
    signal?.throwIfAborted();
    const second = await secondOpinion(models, picture, find, leaning);
    asked.push({ find, second, alone: faceScore(find.score, second, { leaning }) });
  }
  const sure = asked.filter(({ alone }) => alone > BESIDE.score);
  const faces: Face[] = [];
  for (const { find, second } of asked) {
    signal?.throwIfAborted();
    const beside = sure.some((other) => other.find !== find && isAlike(find, other.find));
    const score = faceScore(find.score, second, { leaning, beside });
    const borneOut = score >= minScore ? { find, score } : await leaningFace(models, picture, find, beside);
    if (borneOut !== undefined && borneOut.score >= minScore) faces.push({ score: borneOut.score, ...(await placeFace(models, picture, borneOut.find)) });
  }
  return faces;
}

/** The surest find, where it fills a small picture and is borne out: what was cropped to a face shows nothing around it to be seen. */
export async function confirmFilling(models: FaceModels, picture: Picture, [find]: readonly FaceFind[], minScore: number): Promise<Face | undefined> {
  if (find === undefined || Math.max(find.box.width, find.box.height) < CROP.part * Math.max(picture.width, picture.height)) return undefined;
  const score = faceScore(find.score, await lookAgain(models.secondLook, picture, find), { filling: true });
  return score < minScore ? undefined : { score, ...(await placeFace(models, picture, find)) };
}

/** Whether a picture is so small that it may have been cropped to a face. */
export function mayBeCrop({ width, height }: Picture): boolean {
  return Math.max(width, height) <= CROP.mostSide;
}

/** The second look's logit; undefined where the first look's find needs none. */
async function secondOpinion({ secondLook }: FaceModels, picture: Picture, find: FaceFind, leaning: boolean): Promise<number | undefined> {
  if (find.score >= SURE_FIRST && !leaning) return undefined;
  const score = (logit: number): number => faceScore(find.score, logit, { leaning });
  return await lookAgain(secondLook, picture, find, (logit) => score(logit) < CLEAR.none || score(logit) > CLEAR.face);
}

/** A find that was no face as it is may be one that leans. */
async function leaningFace(models: FaceModels, picture: Picture, find: FaceFind, beside: boolean): Promise<{ readonly find: FaceFind; readonly score: number } | undefined> {
  if (find.score < LEAST_LEANING.score || find.box.width < LEAST_LEANING.width) return undefined;
  const leaning = await seeLeaning(models.faces, picture, find);
  return leaning && { find: leaning, score: faceScore(leaning.score, await secondOpinion(models, picture, leaning, true), { leaning: true, beside }) };
}

function isAlike(one: FaceFind, other: FaceFind): boolean {
  const ratio = one.box.width / other.box.width;
  return ratio < BESIDE.alike && ratio > 1 / BESIDE.alike;
}
