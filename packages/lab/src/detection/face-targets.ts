import { STRIDES, VALUES } from "./detection-network.js";
import type { LabelledBox, LabelledFace } from "./labelled-pictures.js";

/** A view of S×S pixels and what is known of the faces in it. */
export interface LabelledView {
  readonly faces: readonly LabelledFace[];
  readonly ignore: readonly LabelledBox[];
}

/** What one level of the network is taught at each place, for a batch of views: planes N×…×h×w. */
export interface LevelTargets {
  /** N×1: 1 at a face's middle, else 0. */
  readonly face: Float32Array;
  /** N×1: 0 where either answer is right. */
  readonly counts: Float32Array;
  /** N×14: box and points as the network gives them. */
  readonly place: Float32Array;
  /** N×14: how much each of these counts; a deviation is measured in parts of the face. */
  readonly matters: Float32Array;
}

/** The sides of faces, in strides, that a level is for; neighbours share some. Beyond by {@link UNSURE} either answer is right. */
const LEAST = [0.9, 2, 2.4] as const;
const MOST = [5, 6, Infinity] as const;
const UNSURE = 1.5;
/** A face's places lie this near to its middle: a part of its sides, but at least so many strides. */
const NEAR = 0.18;
const LEAST_NEAR = 0.6;
/** Around them, up to this part of the sides, either answer is right. */
const AROUND = 0.36;
/** Points count as much as this part of the box. */
const POINTS_MATTER = 0.5;

export function emptyTargets(views: number, size: number): LevelTargets[] {
  return STRIDES.map((stride) => {
    const places = views * (size / stride) ** 2;
    return { face: new Float32Array(places), counts: new Float32Array(places).fill(1), place: new Float32Array((VALUES - 1) * places), matters: new Float32Array((VALUES - 1) * places) };
  });
}

/** Writes what a view teaches into row `row` of a batch. */
export function writeTargets(targets: readonly LevelTargets[], row: number, view: LabelledView, size: number): void {
  for (const [level, stride] of STRIDES.entries()) {
    const target = targets[level];
    if (target === undefined) continue;
    const side = size / stride;
    const first = row * side * side;
    const eachPlace = (from: readonly [number, number], to: readonly [number, number], visit: (column: number, row: number) => void): void => {
      // A place's own middle lies half a stride inside.
      const low = (value: number): number => Math.max(0, Math.ceil(value / stride - 0.5));
      const high = (value: number): number => Math.min(side - 1, Math.floor(value / stride - 0.5));
      for (let y = low(from[1]); y <= high(to[1]); y += 1) for (let x = low(from[0]); x <= high(to[0]); x += 1) visit(x, y);
    };
    const disregard = ([x, y, w, h]: LabelledBox): void => eachPlace([x, y], [x + w, y + h], (column, r) => void (target.counts[first + r * side + column] = 0));
    for (const box of view.ignore) disregard(box);
    // Larger faces first: a smaller one in front of them has the last word.
    for (const face of [...view.faces].sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3])) {
      const [x, y, w, h] = face.box;
      const [cx, cy, sides] = [x + w / 2, y + h / 2, Math.sqrt(w * h) / stride];
      const [least = 0, most = 0] = [LEAST[level], MOST[level]];
      if (sides < least) {
        if (sides > least / UNSURE || level === 0) disregard(face.box);
        continue;
      }
      if (sides > most) {
        if (sides < most * UNSURE) disregard([cx - AROUND * w, cy - AROUND * h, 2 * AROUND * w, 2 * AROUND * h]);
        continue;
      }
      const around = [Math.max(AROUND * w, 1.1 * stride), Math.max(AROUND * h, 1.1 * stride)] as const;
      eachPlace([cx - around[0], cy - around[1]], [cx + around[0], cy + around[1]], (column, r) => {
        const place = first + r * side + column;
        if (target.face[place] === 0) target.counts[place] = 0;
      });
      const near = [Math.max(NEAR * w, LEAST_NEAR * stride), Math.max(NEAR * h, LEAST_NEAR * stride)] as const;
      eachPlace([cx - near[0], cy - near[1]], [cx + near[0], cy + near[1]], (column, r) => writePlace(target, side, row, column, r, stride, face));
    }
  }
}

function writePlace(target: LevelTargets, side: number, row: number, column: number, r: number, stride: number, { box: [x, y, w, h], points }: LabelledFace): void {
  const at = r * side + column;
  target.face[row * side * side + at] = 1;
  target.counts[row * side * side + at] = 1;
  const [px, py] = [(column + 0.5) * stride, (r + 0.5) * stride];
  const write = (channel: number, value: number, matter: number): void => {
    const place = (row * (VALUES - 1) + channel) * side * side + at;
    target.place[place] = value;
    target.matters[place] = matter;
  };
  write(0, (x + w / 2 - px) / stride, stride / w);
  write(1, (y + h / 2 - py) / stride, stride / h);
  write(2, Math.log(w / stride), 1);
  write(3, Math.log(h / stride), 1);
  for (let k = 0; k < 10; k += 1) {
    const value = points?.[k];
    const own = k % 2 === 0 ? px : py;
    write(4 + k, value === undefined ? 0 : (value - own) / stride, value === undefined ? 0 : (POINTS_MATTER * stride) / Math.sqrt(w * h));
  }
}
