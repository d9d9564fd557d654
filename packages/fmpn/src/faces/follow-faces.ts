import { overlap } from "../images/box.js";
import type { Picture } from "../images/picture.js";
import { distinctFaces } from "./distinct-faces.js";
import type { Face, FaceFind } from "./face.js";
import type { FaceModels } from "./face-models.js";
import { runFaceNet, type View } from "./face-net.js";
import { faceScore } from "./face-score.js";
import { placeFace } from "./place-face.js";
import { turnedView, turnOf } from "./second-look.js";

/** A face where it was a moment ago. */
export type KnownFace = Pick<Face, "box" | "eyes">;

/** The view around a known face: its side, which part of it the face's square takes, and how surely and how much in place it is to be seen there. */
const VIEW = { side: 96, part: 0.4, leastScore: 0.4, leastOverlap: 0.25 };

/**
 * Faces of a video's frame that go on from the one before: each is looked for where it was, by the first look alone, as the second has borne
 * it out before.
 *
 * @returns undefined where one of them is not there any more, so that the whole picture should be searched
 */
export async function followFaces(models: FaceModels, picture: Picture, known: readonly KnownFace[], minScore: number): Promise<Face[] | undefined> {
  const faces: Face[] = [];
  for (const face of known) {
    const find = await findNear(models, picture, face);
    const score = find === undefined ? 0 : faceScore(find.score);
    if (find === undefined || score < minScore) return undefined;
    faces.push({ score, ...(await placeFace(models, picture, find)) });
  }
  const distinct = distinctFaces(faces);
  return distinct.length < known.length ? undefined : distinct;
}

async function findNear({ faces }: FaceModels, picture: Picture, { box, eyes }: KnownFace): Promise<FaceFind | undefined> {
  const { side, part, leastScore, leastOverlap } = VIEW;
  const view: View = { map: turnedView(box, side, part, turnOf(eyes)), width: side, height: side };
  const near = (await runFaceNet(faces, picture, view, leastScore)).filter((find) => overlap(find.box, box) > leastOverlap);
  return near.reduce<FaceFind | undefined>((best, find) => (best === undefined || find.score > best.score ? find : best), undefined);
}
