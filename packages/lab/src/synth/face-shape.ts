import type { ActionUnits } from "./action-units.js";
import type { Point } from "./curves.js";
import type { FaceIdentity } from "./face-identity.js";

/** Left and right as the viewer sees them: −1 and 1. */
export type Side = -1 | 1;
export const SIDES: readonly [Side, Side] = [-1, 1];

/** One half of the face: the features that come in pairs. */
export interface FaceHalf {
  readonly side: Side;
  /** The brow's middle line from the inner to the outer end. */
  readonly brow: readonly Point[];
  /** The lids from the inner to the outer corner. */
  readonly upperLid: readonly Point[];
  readonly lowerLid: readonly Point[];
  readonly noseWing: Point;
  /** The middle of the fold from the nose's wing past the corner of the mouth. */
  readonly fold: Point;
  readonly cheek: Point;
  /** How strongly the movements of this half are done: 1 is even. */
  readonly share: number;
}

/** Where a face's features lie, in face units (see `FaceIdentity`), for one state of its movements. */
export interface FaceShape {
  readonly halves: readonly [FaceHalf, FaceHalf];
  readonly outline: readonly Point[];
  readonly chin: Point;
  /** From the left to the right corner of the mouth, corners included; equal counts, so that lines can be joined. */
  readonly lips: {
    readonly upperEdge: readonly Point[];
    readonly upperInner: readonly Point[];
    readonly lowerInner: readonly Point[];
    readonly lowerEdge: readonly Point[];
  };
}

/** Lays out a person's features with the movements applied: every displacement is stated here. */
export function shapeFace(person: FaceIdentity, units: ActionUnits): FaceShape {
  return {
    halves: [shapeHalf(person, units, -1), shapeHalf(person, units, 1)],
    outline: shapeOutline(person, units),
    chin: [0, chinHeight(person, units)],
    lips: shapeLips(person, units),
  };
}

/** All points of a shape in a fixed order: the same index is the same spot of the skin in every state. */
export function landmarksOf(shape: FaceShape): Point[] {
  const { upperEdge, upperInner, lowerInner, lowerEdge } = shape.lips;
  return [
    ...shape.halves.flatMap((half) => [...half.brow, ...half.upperLid, ...half.lowerLid, half.noseWing, half.fold, half.cheek]),
    shape.chin,
    ...upperEdge,
    ...upperInner,
    ...lowerInner,
    ...lowerEdge,
  ];
}

function halfShare(units: ActionUnits, side: Side): number {
  return Math.max(0, Math.min(1.6, 1 + side * units.skew));
}

function shapeHalf(person: FaceIdentity, units: ActionUnits, side: Side): FaceHalf {
  const share = halfShare(units, side);
  const { innerBrowUp, outerBrowUp, browDown, noseWrinkle, cheekUp, cornerPull, upperLipUp } = units;
  const browY = -person.browHeight;
  const inner = person.eyeX - 0.58;
  const brow: Point[] = [
    [
      side * (inner - 0.13 * browDown),
      browY + person.browTilt + share * (-0.34 * innerBrowUp + 0.24 * browDown + 0.1 * noseWrinkle),
    ],
    [
      side * (inner + person.browLength * 0.38 - 0.09 * browDown),
      browY - person.browArch + share * (-0.24 * innerBrowUp - 0.14 * outerBrowUp + 0.2 * browDown + 0.06 * noseWrinkle),
    ],
    [
      side * (inner + person.browLength * 0.75),
      browY - person.browArch - person.browTilt * 0.5 + share * (-0.05 * innerBrowUp - 0.3 * outerBrowUp + 0.1 * browDown),
    ],
    [
      side * (inner + person.browLength * 1.12),
      browY + 0.1 - person.browTilt + share * (-0.26 * outerBrowUp + 0.02 * browDown),
    ],
  ];

  const { eyeWidth, eyeHeight, eyeTilt } = person;
  const squint = 0.45 * units.lidTight + 0.38 * cheekUp + 0.25 * noseWrinkle;
  const upper = eyeHeight * Math.max(0.18, 1 + 0.6 * units.lidUp - 0.55 * squint * share) * 1.05;
  const lower = eyeHeight * Math.max(0.1, 0.75 + 0.1 * units.lidUp - 0.7 * squint * share);
  // Inner brows that rise drag the upper lid's inner part along; the lid's outer part then hangs.
  const slant = 0.05 * innerBrowUp * (1 - outerBrowUp);
  const lid = (along: number, height: number): Point => {
    const bow = 1 - (2 * along - 1) ** 2;
    return [side * (person.eyeX - eyeWidth + 2 * eyeWidth * along), -height * bow - eyeTilt * (along - 0.5) * 2 - slant * (0.5 - along) * bow];
  };
  const alongs = [0, 0.25, 0.5, 0.75, 1];
  return {
    side,
    share,
    brow,
    upperLid: alongs.map((along) => lid(along, upper)),
    lowerLid: alongs.map((along) => lid(along, -lower)),
    noseWing: [
      side * (person.noseWidth + 0.05 * noseWrinkle + 0.03 * cornerPull * share),
      person.noseY - 0.06 - share * (0.17 * noseWrinkle + 0.06 * upperLipUp),
    ],
    fold: [
      side * ((person.noseWidth + person.mouthWidth) / 2 + 0.12 + share * (0.13 * cornerPull + 0.07 * noseWrinkle + 0.05 * units.dimple)),
      (person.noseY + person.mouthY) / 2 - 0.1 - share * (0.17 * cornerPull + 0.13 * noseWrinkle + 0.08 * upperLipUp - 0.06 * units.cornerDown),
    ],
    cheek: [
      side * (1.12 + 0.05 * cornerPull * share),
      1.0 - share * (0.2 * cheekUp + 0.14 * cornerPull + 0.14 * noseWrinkle + 0.05 * upperLipUp),
    ],
  };
}

function chinHeight(person: FaceIdentity, units: ActionUnits): number {
  return person.chinY + 0.42 * units.jawDrop - 0.1 * units.chinUp;
}

function shapeLips(person: FaceIdentity, units: ActionUnits): FaceShape["lips"] {
  const { upperLipUp, cornerPull, dimple, cornerDown, lowerLipDown, chinUp, lipStretch, lipPress, lipsPart, jawDrop } =
    units;
  const corner = (side: Side): Point => {
    const share = halfShare(units, side);
    const out =
      share * (0.22 * cornerPull + 0.05 * dimple + 0.24 * lipStretch - 0.03 * cornerDown) - 0.1 * lipPress - 0.2 * jawDrop;
    const down =
      share * (-0.27 * cornerPull - 0.09 * dimple + 0.26 * cornerDown + 0.07 * lipStretch) - 0.05 * upperLipUp + 0.12 * jawDrop;
    return [side * (person.mouthWidth + out), person.mouthY + person.cornerBias + down];
  };
  const left = corner(-1);
  const right = corner(1);
  const middleX = (left[0] + right[0]) / 2;

  // Heights at the middle of the mouth, relative to the resting line between the lips.
  const line = person.mouthY - 0.05 * cornerPull - 0.12 * chinUp;
  const press = 1 - 0.75 * Math.min(1, lipPress);
  const stretchThin = 1 - 0.25 * cornerPull - 0.25 * lipStretch;
  const upperInner = line - 0.16 * upperLipUp - 0.1 * lipsPart - 0.06 * jawDrop;
  const upperEdge = upperInner - person.upperLip * press * stretchThin - 0.02 * upperLipUp;
  const lowerInner = line + 0.2 * lipsPart + 0.62 * jawDrop + 0.2 * lowerLipDown;
  const lowerEdge = lowerInner + person.lowerLip * press * stretchThin + 0.04 * chinUp;

  const arc = (middle: number, bow: number, cupid = 0): Point[] =>
    [0, 0.14, 0.32, 0.5, 0.68, 0.86, 1].map((along): Point => {
      const t = 2 * along - 1;
      const [endX, endY] = t < 0 ? left : right;
      const height = middle + (endY - middle) * Math.abs(t) ** bow;
      return [middleX + (endX - middleX) * Math.abs(t), height + cupid * Math.max(0, 1 - (t / 0.3) ** 2)];
    });
  return {
    upperEdge: arc(upperEdge, 2.2, 0.035 * press),
    upperInner: arc(upperInner, 2),
    lowerInner: arc(lowerInner, 2 + 0.5 * jawDrop),
    lowerEdge: arc(lowerEdge, 2.4 + 0.6 * jawDrop),
  };
}

function shapeOutline(person: FaceIdentity, units: ActionUnits): Point[] {
  const { faceWidth: width, jawWidth, hairlineY } = person;
  const chin = chinHeight(person, units);
  const drop = chin - person.chinY;
  const top = hairlineY - 0.55;
  const right: Point[] = [
    [width * 0.55, top + 0.14],
    [width * 0.9, top + 0.75],
    [width, 0],
    [width * 0.97, 1.0],
    [width * (jawWidth + 0.1), 1.95 + drop * 0.3],
    [width * jawWidth * 0.72, 2.62 + (chin - 3) * 0.6 + drop * 0.2],
    [width * jawWidth * 0.36, chin - 0.1],
  ];
  return [[0, top], ...right, [0, chin], ...right.toReversed().map(([x, y]): Point => [-x, y])];
}
