// How detections are matched with labelled faces: the rule of the data's README.

/** `[x, y, width, height]` in pixels. */
export type LabelledBox = readonly [number, number, number, number];

/** A photograph of `data/faces/annotations.json`. */
export interface LabelledPhotograph {
  readonly width: number;
  readonly height: number;
  readonly source: string;
  readonly faces: readonly LabelledFace[];
  readonly ignore?: readonly LabelledBox[];
  readonly noface?: boolean;
  readonly partial?: boolean;
}

export interface LabelledFace {
  readonly box: LabelledBox;
  /** `[x, y, x, y]` from the viewer's left. */
  readonly eyes?: readonly number[];
  /** Of the set `mask`: `with_mask`, `without_mask`, `mask_weared_incorrect`. */
  readonly class?: string;
}

export interface Found {
  readonly box: LabelledBox;
  readonly score: number;
}

/** Both middles inside of the other's box, and both sides alike within 0.45 and 2.2. */
export function isMatch(one: LabelledBox, other: LabelledBox): boolean {
  const alike = (a: number, b: number): boolean => a / b >= 0.45 && a / b <= 2.2;
  return holds(one, middleOf(other)) && holds(other, middleOf(one)) && alike(one[2], other[2]) && alike(one[3], other[3]);
}

/** What was found that is no labelled face, and does not lie where finds are neither right nor wrong. */
export function falseFaces(found: readonly Found[], { faces, ignore = [] }: LabelledPhotograph): Found[] {
  return found.filter(({ box }) => !faces.some((face) => isMatch(face.box, box)) && !ignore.some((place) => holds(widened(place), middleOf(box))));
}

const middleOf = ([x, y, w, h]: LabelledBox): readonly [number, number] => [x + w / 2, y + h / 2];
const holds = ([x, y, w, h]: LabelledBox, [px, py]: readonly [number, number]): boolean => px >= x && px <= x + w && py >= y && py <= y + h;
const widened = ([x, y, w, h]: LabelledBox): LabelledBox => [x - 0.2 * w, y - 0.2 * h, 1.4 * w, 1.4 * h];
