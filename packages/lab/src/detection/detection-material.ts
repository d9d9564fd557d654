import path from "node:path";
import { createPicture, decodeImage, type Picture, resize, toRgb } from "fmpn/pictures";
import type { WorkOptions } from "../work.js";
import type { LabelledBox, LabelledFace, LabelledPictures } from "./labelled-pictures.js";

/**
 * What a picture is good for:
 * - `photograph`: shown whole or in parts, its faces where they are;
 * - `crop`: one face cut out, to be laid onto something else;
 * - `empty`: no face anywhere.
 */
export type MaterialRole = "photograph" | "crop" | "empty";

/** A picture in the material's store. */
export interface MaterialPicture {
  readonly role: MaterialRole;
  readonly source: string;
  readonly width: number;
  readonly height: number;
  /** Where its RGB pixels begin. */
  readonly offset: number;
  readonly faces: readonly LabelledFace[];
  readonly ignore: readonly LabelledBox[];
  /** What an earlier detector took for faces. */
  readonly mistaken?: readonly LabelledBox[] | undefined;
}

/** Decoded pictures with their faces. The pixels are shared, so that threads that draw need no copy. */
export interface DetectionMaterial {
  readonly pixels: SharedArrayBuffer;
  readonly pictures: readonly MaterialPicture[];
}

/** Larger pictures are made smaller: the longer side in pixels. */
const MOST_SIDE: Record<MaterialRole, number> = { photograph: 1280, crop: 160, empty: 640 };
/** A picture that is one face, or nearly. */
const CROP_SIDE = 256;

export interface MaterialOptions extends Pick<WorkOptions, "signal" | "onProgress"> {
  /** Pictures of these sources are left out: to be tested on. */
  readonly without?: readonly string[] | undefined;
}

/** Decodes labelled pictures into one store. */
export async function loadMaterial(labels: readonly LabelledPictures[], { without = [], signal, onProgress }: MaterialOptions = {}): Promise<DetectionMaterial> {
  const wanted = labels.flatMap(({ folder, pictures }) =>
    Object.entries(pictures)
      .filter(([, { source }]) => !without.includes(source ?? ""))
      .map(([file, picture]) => ({ file: path.join(folder, file), picture, role: roleOf(picture) })),
  );
  const sizes = wanted.map(({ picture: { width, height }, role }) => {
    const scale = Math.min(1, MOST_SIDE[role] / Math.max(width, height));
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  });
  const pixels = new SharedArrayBuffer(sizes.reduce((total, { width, height }) => total + 3 * width * height, 0));
  const pictures: MaterialPicture[] = [];
  let offset = 0;
  for (const [index, { file, picture, role }] of wanted.entries()) {
    signal?.throwIfAborted();
    const { width = 1, height = 1 } = sizes[index] ?? {};
    const decoded = await decodeImage(file);
    if (decoded.width !== picture.width || decoded.height !== picture.height) {
      throw new Error(`${file} has ${decoded.width} × ${decoded.height} pixels, its labels are for ${picture.width} × ${picture.height}; label it again`);
    }
    new Uint8ClampedArray(pixels, offset, 3 * width * height).set(toRgb(resize(decoded, width, height)).data);
    const scale = width / picture.width;
    const scaled = (values: readonly number[]): number[] => values.map((value) => value * scale);
    pictures.push({
      role,
      source: picture.source ?? "",
      width,
      height,
      offset,
      faces: picture.faces.map(({ box, points }) => ({ box: scaled(box) as unknown as LabelledBox, points: points && scaled(points) })),
      ignore: (picture.ignore ?? []).map((box) => scaled(box) as unknown as LabelledBox),
    });
    offset += 3 * width * height;
    onProgress?.({ what: "reading pictures", done: index + 1, total: wanted.length });
  }
  return { pixels, pictures };
}

function roleOf({ noface, width, height, faces }: LabelledPictures["pictures"][string]): MaterialRole {
  if (noface) return "empty";
  const [face] = faces;
  return faces.length === 1 && face !== undefined && Math.max(width, height) <= CROP_SIDE && face.box[2] > 0.4 * width ? "crop" : "photograph";
}

/** The pixels of a picture in the store. */
export function pictureOf({ pixels }: DetectionMaterial, { width, height, offset }: MaterialPicture): Picture {
  return createPicture(width, height, 3, new Uint8ClampedArray(pixels, offset, 3 * width * height));
}
