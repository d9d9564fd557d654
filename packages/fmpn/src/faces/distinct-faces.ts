import { sharedArea } from "../images/box.js";
import { betweenEyes, eyeDistance, type Face } from "./face.js";

/** What is less wide than this part of a head, on it or around it within this part of its width, is none of its own. */
const ON_HEAD = 1 / 7;
const HEAD_REACH = 0.2;
/** What lies on surer faces with this part of it or more is made of pieces of them. */
const MOST_SHARED = 0.4;
/** Faces whose eyes have their middles nearer than this, in eye distances, are the same. */
const SAME = 0.4;

/** Each face once: without ears, ornaments, and what is made of pieces of others. */
export function distinctFaces(faces: readonly Face[]): Face[] {
  const different = faces.filter((face, index) => !faces.slice(0, index).some((other) => isSame(face, other)));
  return different.filter((face) => !different.some((other) => isOnHead(face.box, other.box)) && sharedWithSurer(face, different) < MOST_SHARED);
}

function isSame(one: Face, other: Face): boolean {
  const [a, b] = [betweenEyes(one.eyes), betweenEyes(other.eyes)];
  return Math.hypot(a.x - b.x, a.y - b.y) < SAME * Math.max(eyeDistance(one.eyes), eyeDistance(other.eyes));
}

/** Whether something small lies on or beside a head: an ear, an ornament. */
function isOnHead(small: Face["box"], head: Face["box"]): boolean {
  const [x, y] = [small.x + small.width / 2, small.y + small.height / 2];
  const reach = HEAD_REACH * head.width;
  const near = x > head.x - reach && x < head.x + head.width + reach && y > head.y - reach && y < head.y + head.height + reach;
  return small.width < ON_HEAD * head.width && near;
}

/** How much of a face lies on surer ones, as a part of it. */
function sharedWithSurer({ box, score }: Face, faces: readonly Face[]): number {
  return faces.reduce((sum, other) => sum + (other.score > score ? sharedArea(box, other.box) : 0), 0) / (box.width * box.height);
}
