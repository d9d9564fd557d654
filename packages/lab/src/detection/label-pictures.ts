import { readdir } from "node:fs/promises";
import path from "node:path";
import { decodeImage } from "fmpn";
import type { LabelledBox, LabelledFace, LabelledPicture } from "./labelled-pictures.js";
import { type DetectionTeacher, sharedPart, type TaughtFace } from "./yunet-teacher.js";

/** From this score on a teacher's find is a face, where nobody has labelled the picture. */
const FACE = 0.75;
/** From this score on it may be one: nothing is taught there. */
const DOUBTFUL = 0.35;
/** A find that shares this part with an owner's box is that face. */
const SAME = 0.35;

export interface LabelRequest {
  readonly folder: string;
  readonly file: string;
  /** What the picture's owner says of it. */
  readonly known?: LabelledPicture | undefined;
  readonly source: string;
}

/** Labels a picture by a teacher's finds: five points for the faces that are known, and faces where nobody has labelled them. */
export async function labelPicture({ folder, file, known, source }: LabelRequest, teacher: DetectionTeacher): Promise<LabelledPicture> {
  const picture = await decodeImage(path.join(folder, file));
  const { width, height } = picture;
  if (known?.noface) return { width, height, source, faces: [], noface: true };
  const longer = Math.max(width, height);
  const finds: TaughtFace[] = [];
  for (const side of new Set([Math.min(1280, longer * 2), Math.min(640, longer), Math.min(224, longer)])) {
    for (const find of await teacher.find(picture, side / longer, DOUBTFUL)) {
      const same = finds.findIndex(({ box }) => sharedPart(box, find.box) > 0.4);
      if (same < 0) finds.push(find);
      else if (find.score > (finds[same]?.score ?? 0)) finds[same] = find;
    }
  }
  if (known === undefined) return merge({ width, height, faces: [], partial: true }, finds, source);
  return merge({ ...known, width, height }, finds, source);
}

function merge(known: LabelledPicture, finds: readonly TaughtFace[], source: string): LabelledPicture {
  const ignore: LabelledBox[] = [...(known.ignore ?? [])];
  const used = new Set<TaughtFace>();
  const faces: LabelledFace[] = [];
  for (const { box } of known.faces) {
    const [find] = finds.filter((other) => sharedPart(other.box, box) > SAME).sort((a, b) => sharedPart(b.box, box) - sharedPart(a.box, box));
    if (find !== undefined) used.add(find);
    // ExpW's boxes are drawn more widely than the others: the teacher's is taken, or none.
    if (!known.partial) faces.push({ box, points: find === undefined || find.score < 0.6 ? undefined : rounded(find.points) });
    else if (find === undefined) ignore.push(box);
    else faces.push({ box: roundedBox(find.box), points: rounded(find.points) });
  }
  for (const find of finds) {
    if (used.has(find)) continue;
    if (known.partial && find.score >= FACE) faces.push({ box: roundedBox(find.box), points: rounded(find.points) });
    else ignore.push(roundedBox(find.box));
  }
  return { width: known.width, height: known.height, source, faces, ignore };
}

const rounded = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 10) / 10);
const roundedBox = ([x, y, w, h]: LabelledBox): LabelledBox => rounded([x, y, w, h]) as unknown as LabelledBox;

/** The picture files below a folder, by their paths in it. */
export async function pictureFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:jpe?g|png|webp|avif|bmp|tiff?)$/iu.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
