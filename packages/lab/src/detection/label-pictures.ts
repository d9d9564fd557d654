import { readdir } from "node:fs/promises";
import path from "node:path";
import { decodeImage, type Picture } from "fmpn/pictures";
import type { WorkOptions } from "../work.js";
import { type LabelledBox, type LabelledFace, type LabelledPicture, type LabelledPictures, sharedPart } from "./labelled-pictures.js";
import type { DetectionTeacher, TaughtFace } from "./yunet-teacher.js";

/** From this score on a teacher's find is a face, where nobody has labelled the picture. */
const FACE = 0.75;
/** From this score on it may be one: nothing is taught there. */
const DOUBTFUL = 0.35;
/** Side of faces that owners pass over, in pixels. */
const PASSED_OVER = 14;
/** A find that shares this part with an owner's box is that face. */
const SAME = 0.35;

/** What is labelled. */
export interface LabelRequest extends Pick<WorkOptions, "signal" | "onProgress"> {
  readonly folder: string;
  /** By their paths in the folder. */
  readonly files: readonly string[];
  /** What the pictures' owner says of them. */
  readonly known?: LabelledPictures | undefined;
  /** Where pictures come from of which the owner does not say it. */
  readonly source: string;
  /** None of the pictures shows a face: the teacher is not asked. */
  readonly empty?: boolean | undefined;
}

/**
 * Labels pictures by a teacher's finds: five points for the faces that are known, and faces where nobody has labelled them.
 * Pictures in which neither knows of a face are left out, unless they are said to have none.
 */
export async function labelPictures({ folder, files, known, source, empty, signal, onProgress }: LabelRequest, teacher: DetectionTeacher): Promise<LabelledPictures> {
  const pictures: Record<string, LabelledPicture> = {};
  for (const [index, file] of files.entries()) {
    signal?.throwIfAborted();
    const picture = await decodeImage(path.join(folder, file));
    const { width, height } = picture;
    const said = known?.pictures[file];
    if (empty || said?.noface) pictures[file] = { width, height, source: said?.source ?? source, faces: [], noface: true };
    else {
      const labelled = merge({ ...(said ?? { faces: [], partial: true }), width, height }, await findsIn(picture, teacher), said?.source ?? source);
      if (said !== undefined || labelled.faces.length > 0) pictures[file] = labelled;
    }
    onProgress?.({ what: "asking the teacher", done: index + 1, total: files.length });
  }
  return { folder, pictures };
}

/** What the teacher sees at three scales, each face once. */
async function findsIn(picture: Picture, teacher: DetectionTeacher): Promise<TaughtFace[]> {
  const longer = Math.max(picture.width, picture.height);
  const finds: TaughtFace[] = [];
  for (const side of new Set([Math.min(1280, longer * 2), Math.min(640, longer), Math.min(224, longer)])) {
    for (const find of await teacher.find(picture, side / longer, DOUBTFUL)) {
      const same = finds.findIndex(({ box }) => sharedPart(box, find.box) > 0.4);
      if (same < 0) finds.push(find);
      else if (find.score > (finds[same]?.score ?? 0)) finds[same] = find;
    }
  }
  return finds;
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
    // Where all faces are labelled, only the smallest may have been passed over.
    else if (known.partial || Math.min(find.box[2], find.box[3]) < PASSED_OVER) ignore.push(roundedBox(find.box));
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
