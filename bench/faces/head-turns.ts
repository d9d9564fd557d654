// Which way labelled heads are turned, as another project's detector sees their points; nobody marked it by hand.
import { scaling, warp, type Picture } from "fmpn/pictures";
import { openYunet } from "../../packages/lab/src/detection/yunet-teacher.js";
import type { LabelledBox } from "./matching.js";

/** To the front, half turned, in profile; unseen where the other detector does not see the face either. */
export type HeadTurn = "front" | "half" | "profile" | "unseen";

/** The crop that it is shown, and the part of it that the face takes. */
const [SIDE, PART] = [128, 0.4];
const LEAST_SCORE = 0.3;

/** @param file YuNet, see `openYunet` */
export async function openHeadTurns(file: string): Promise<{ turnOf(picture: Picture, box: LabelledBox): Promise<HeadTurn>; close(): Promise<void> }> {
  const teacher = await openYunet(file);
  return {
    async turnOf(picture, [x, y, w, h]) {
      const scale = (SIDE * PART) / Math.max(w, h);
      const crop = warp(picture, scaling(scale, SIDE / 2 - scale * (x + w / 2), SIDE / 2 - scale * (y + h / 2)), SIDE, SIDE, 0);
      const [seen] = (await teacher.find(crop, 1, LEAST_SCORE)).filter(({ box }) => Math.hypot(box[0] + (box[2] - SIDE) / 2, box[1] + (box[3] - SIDE) / 2) < 0.4 * SIDE * PART);
      return seen === undefined ? "unseen" : turnOfPoints(seen.points, seen.box[2]);
    },
    close: async () => await teacher.close(),
  };
}

/** Where the tip of the nose lies between the eyes, along their line: in the middle to the front, beyond one of them in profile. */
function turnOfPoints([ax = 0, ay = 0, bx = 0, by = 0, nx = 0, ny = 0]: readonly number[], width: number): HeadTurn {
  const [dx, dy] = [bx - ax, by - ay];
  const span = Math.hypot(dx, dy);
  const along = ((nx - ax) * dx + (ny - ay) * dy) / span ** 2;
  if (span < 0.15 * width || along < 0 || along > 1) return "profile";
  return along < 0.25 || along > 0.75 ? "half" : "front";
}
