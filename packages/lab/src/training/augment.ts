import type { Random } from "@fmpn/graph";
import { hideFace } from "./hide-face.js";
import type { Augmentation, Recipe } from "../plans/recipe.js";
import type { TrainingFaces } from "./training-faces.js";

/** Where a batch is written: planes of the network's size. */
export interface BatchPlanes {
  readonly size: number;
  /** N×3×S×S in [0, 1]. */
  readonly rgb: Float32Array;
  /** N×1×S×S in [0, 1]. */
  readonly mask: Float32Array;
}

/** Least and greatest of an affine augmentation. */
const [mostTurned, mostScaled, mostShifted] = [(12 * Math.PI) / 180, 0.12, 0.06];

/** A map from the network's pixels to the stored crop's, both counted from their centres. */
interface View {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly dx: number;
  readonly dy: number;
}

/**
 * Writes face `index` into row `row` of a batch, varied by chance. The mask is cut by the same view as the face; where it is of
 * the face's own motion, it is as weak as a weakened expression, and dark where the face is erased.
 *
 * @returns whether the row shows a face: what `nothing` writes does not
 */
export function augment(faces: TrainingFaces, index: number, row: number, to: BatchPlanes, { augmentation: how, motion }: Pick<Recipe, "augmentation" | "motion">, random: Random): boolean {
  const view = drawView(faces.side, to.size, how, random);
  cut(faces, index, row, to, view);
  const face = to.rgb.subarray(row * 3 * to.size ** 2, (row + 1) * 3 * to.size ** 2);
  const mask = to.mask.subarray(row * to.size ** 2, (row + 1) * to.size ** 2);
  if (how.nothing > 0 && random.uniform() < how.nothing) {
    hideFace(face, to.size, random);
    if (motion === "face") mask.fill(0);
    return false;
  }
  if (how.weaken > 0 && random.uniform() < how.weaken) {
    const kept = weaken(faces, index, row, to, view, random);
    if (motion === "face") for (const [at, value] of mask.entries()) mask[at] = kept * value;
  }
  if (random.uniform() < how.gray) removeColour(face, to.size);
  if (how.light > 0) relight(face, how.light, random);
  if (how.colour > 0) tint(face, to.size, how.colour, random);
  if (random.uniform() < how.blur) soften(face, to.size, 1 + random.integer(3));
  if (random.uniform() < how.erase) eraseRectangle(face, to.size, random, motion === "face" ? mask : undefined);
  return true;
}

/** Writes face `index` into row `row` unvaried: the centre crop. */
export function centreCrop(faces: TrainingFaces, index: number, row: number, to: BatchPlanes): void {
  cut(faces, index, row, to, { xx: 1, xy: 0, yx: 0, yy: 1, dx: 0, dy: 0 });
}

function drawView(side: number, size: number, how: Augmentation, random: Random): View {
  const mirror = how.flip && random.uniform() < 0.5 ? -1 : 1;
  if (how.crop === "five-crop") {
    const reach = (side - size) / 2;
    const [dx, dy] = ([[0, 0], [-1, -1], [1, -1], [-1, 1], [1, 1]] as const)[random.integer(5)] ?? [0, 0];
    return { xx: mirror, xy: 0, yx: 0, yy: 1, dx: dx * reach, dy: dy * reach };
  }
  const between = (most: number): number => most * (2 * random.uniform() - 1);
  const angle = between(mostTurned);
  const scale = 1 + between(mostScaled);
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return { xx: mirror * cos, xy: -sin, yx: mirror * sin, yy: cos, dx: between(mostShifted) * size, dy: between(mostShifted) * size };
}

/** Cuts face and mask by a view. */
function cut({ side, pixels, masks, maskOf }: TrainingFaces, index: number, row: number, { size, rgb, mask }: BatchPlanes, view: View): void {
  const plane = size * size;
  const each = side * side * 3;
  const motion = masks[maskOf[index] ?? 0] ?? new Uint8Array(side * side);
  sample(pixels.subarray(index * each, (index + 1) * each), 3, side, rgb.subarray(row * 3 * plane, (row + 1) * 3 * plane), size, view);
  sample(motion, 1, side, mask.subarray(row * plane, (row + 1) * plane), size, view);
}

/** The least share that an expression keeps when it is weakened. */
const LEAST_KEPT = 0.4;

/**
 * Mixes a face that is cut already with the same person's neutral one: a·face + (1 − a)·neutral, a from {@link LEAST_KEPT} to 1.
 *
 * @returns a
 */
function weaken({ side, pixels, neutralOf }: TrainingFaces, index: number, row: number, { size, rgb }: BatchPlanes, view: View, random: Random): number {
  const neutral = neutralOf?.[index] ?? -1;
  if (neutral < 0) return 1;
  const kept = LEAST_KEPT + (1 - LEAST_KEPT) * random.uniform();
  const still = new Float32Array(3 * size * size);
  const each = side * side * 3;
  sample(pixels.subarray(neutral * each, (neutral + 1) * each), 3, side, still, size, view);
  const first = row * still.length;
  for (const [at, value] of still.entries()) rgb[first + at] = kept * (rgb[first + at] ?? 0) + (1 - kept) * value;
  return kept;
}

/**
 * Samples a stored crop by a view, bilinearly; beyond the crop its edge repeats.
 *
 * @param from side × side × channels bytes
 * @param to channels planes of size × size in [0, 1]
 */
function sample(from: Uint8Array, channels: number, side: number, to: Float32Array, size: number, view: View): void {
  const plane = size * size;
  const [middle, centre] = [(size - 1) / 2, (side - 1) / 2];
  const last = side - 1;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [u, v] = [x - middle, y - middle];
      const sx = Math.min(last, Math.max(0, centre + view.xx * u + view.xy * v + view.dx));
      const sy = Math.min(last, Math.max(0, centre + view.yx * u + view.yy * v + view.dy));
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [right, bottom] = [Math.min(last, left + 1), Math.min(last, top + 1)];
      const [fx, fy] = [sx - left, sy - top];
      const [a, b, c, d] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
      const [pa, pb, pc, pd] = [(top * side + left) * channels, (top * side + right) * channels, (bottom * side + left) * channels, (bottom * side + right) * channels];
      for (let channel = 0, place = y * size + x; channel < channels; channel += 1, place += plane) {
        to[place] = (a * (from[pa + channel] ?? 0) + b * (from[pb + channel] ?? 0) + c * (from[pc + channel] ?? 0) + d * (from[pd + channel] ?? 0)) / 255;
      }
    }
  }
}

function removeColour(face: Float32Array, size: number): void {
  const plane = size * size;
  for (let place = 0; place < plane; place += 1) {
    const gray = 0.299 * (face[place] ?? 0) + 0.587 * (face[plane + place] ?? 0) + 0.114 * (face[2 * plane + place] ?? 0);
    face[place] = gray;
    face[plane + place] = gray;
    face[2 * plane + place] = gray;
  }
}

function relight(face: Float32Array, most: number, random: Random): void {
  const contrast = 1 + most * (2 * random.uniform() - 1);
  const brightness = 0.5 + 0.5 * most * (2 * random.uniform() - 1);
  for (let at = 0; at < face.length; at += 1) face[at] = Math.min(1, Math.max(0, ((face[at] ?? 0) - 0.5) * contrast + brightness));
}

/** Each colour's strength by itself, as other lamps and cameras see it. */
function tint(face: Float32Array, size: number, most: number, random: Random): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const gain = 1 + most * (2 * random.uniform() - 1);
    for (let at = channel * size * size; at < (channel + 1) * size * size; at += 1) face[at] = Math.min(1, (face[at] ?? 0) * gain);
  }
}

/** Passes of the binomial filter (1 2 1)/4 along rows and columns: a variance of half a pixel² each. The edge repeats. */
function soften(face: Float32Array, size: number, passes: number): void {
  for (let pass = 0; pass < passes; pass += 1) {
    for (let line = 0; line < 3 * size; line += 1) filterLine(face, line * size, 1, size);
    for (let channel = 0; channel < 3; channel += 1) {
      for (let x = 0; x < size; x += 1) filterLine(face, channel * size * size + x, size, size);
    }
  }
}

function filterLine(face: Float32Array, first: number, stride: number, length: number): void {
  let before = face[first] ?? 0;
  for (let i = 0; i < length; i += 1) {
    const at = first + i * stride;
    const here = face[at] ?? 0;
    const after = i + 1 < length ? (face[at + stride] ?? 0) : here;
    face[at] = 0.25 * before + 0.5 * here + 0.25 * after;
    before = here;
  }
}

/** @param mask is dark there, where it is given */
function eraseRectangle(face: Float32Array, size: number, random: Random, mask: Float32Array | undefined): void {
  const [width, height] = [0, 1].map(() => Math.round(size * (0.15 + 0.35 * random.uniform()))) as [number, number];
  const [left, top] = [random.integer(size - width + 1), random.integer(size - height + 1)];
  const value = random.uniform();
  for (let y = top; y < top + height; y += 1) {
    for (let channel = 0; channel < 3; channel += 1) face.fill(value, (channel * size + y) * size + left, (channel * size + y) * size + left + width);
    mask?.fill(0, y * size + left, y * size + left + width);
  }
}
