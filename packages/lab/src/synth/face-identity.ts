import type { RandomStream } from "./counter-random.js";

/** Red, green, blue, 0 to 1. */
export type Color = readonly [number, number, number];

/**
 * What makes a person: proportions, colours and accessories. Lengths are in face units, half an average eye distance:
 * the eyes lie at (−`eyeX`, 0) and (`eyeX`, 0), x to the right and y down.
 */
export interface FaceIdentity {
  readonly faceWidth: number;
  readonly jawWidth: number;
  readonly chinY: number;
  readonly hairlineY: number;
  /** Half the distance of the eyes: where they're set wide or close, alignment shrinks or grows all the rest. */
  readonly eyeX: number;
  readonly eyeWidth: number;
  readonly eyeHeight: number;
  readonly eyeTilt: number;
  readonly irisSize: number;
  readonly browHeight: number;
  readonly browTilt: number;
  readonly browArch: number;
  readonly browThickness: number;
  readonly browLength: number;
  readonly noseY: number;
  readonly noseWidth: number;
  readonly mouthY: number;
  readonly mouthWidth: number;
  readonly upperLip: number;
  readonly lowerLip: number;
  readonly cornerBias: number;
  /** 0 (smooth) to 1 (deeply lined). */
  readonly age: number;
  /** How deep movements fold the skin: about 1. */
  readonly pliancy: number;
  /** Where the folds of the forehead lie, and how far apart. */
  readonly foldY: number;
  readonly foldGap: number;
  readonly skin: Color;
  readonly lips: Color;
  readonly hair: Color;
  readonly brows: Color;
  readonly iris: Color;
  readonly hairVolume: number;
  readonly hairLength: number;
  /** −1 to 1: where the parting lies; beyond: none. */
  readonly parting: number;
  readonly fringe: number;
  readonly glasses: "none" | "thin" | "thick" | "dark";
  readonly glassesSize: number;
  readonly beard: number;
  readonly moustache: number;
  readonly freckles: number;
}

const SKINS: readonly [Color, ...Color[]] = [
  [0.96, 0.82, 0.74],
  [0.91, 0.74, 0.62],
  [0.82, 0.62, 0.48],
  [0.7, 0.5, 0.36],
  [0.52, 0.35, 0.25],
  [0.36, 0.24, 0.18],
];
const HAIRS: readonly [Color, ...Color[]] = [
  [0.08, 0.06, 0.05],
  [0.16, 0.1, 0.07],
  [0.3, 0.19, 0.12],
  [0.46, 0.3, 0.17],
  [0.74, 0.58, 0.34],
  [0.55, 0.25, 0.12],
  [0.66, 0.65, 0.64],
];
const IRISES: readonly [Color, ...Color[]] = [
  [0.2, 0.12, 0.07],
  [0.3, 0.2, 0.1],
  [0.28, 0.38, 0.28],
  [0.3, 0.42, 0.55],
];

/** Draws a person. */
export function drawIdentity(random: RandomStream): FaceIdentity {
  const skin = jitter(blend(random.pick(SKINS), random.pick(SKINS), random.uniform(0, 0.35)), 0.03, random);
  const hair = jitter(random.pick(HAIRS), 0.03, random);
  const mouthY = random.uniform(1.62, 2.38);
  const bearded = random.chance(0.2);
  const painted = random.chance(0.25);
  return {
    faceWidth: random.uniform(1.78, 2.12),
    jawWidth: random.uniform(0.66, 0.9),
    chinY: mouthY + random.uniform(0.95, 1.25),
    hairlineY: random.uniform(-2.05, -1.5),
    eyeX: random.uniform(0.8, 1.2),
    eyeWidth: random.uniform(0.4, 0.5),
    eyeHeight: random.uniform(0.19, 0.28),
    eyeTilt: random.normal(0.035),
    irisSize: random.uniform(0.19, 0.23),
    browHeight: random.uniform(0.52, 0.86),
    browTilt: random.normal(0.05),
    browArch: random.uniform(0.03, 0.13),
    browThickness: random.uniform(0.08, 0.17),
    browLength: random.uniform(0.92, 1.1),
    noseY: mouthY - random.uniform(0.68, 0.92),
    noseWidth: random.uniform(0.32, 0.48),
    mouthY,
    mouthWidth: random.uniform(0.56, 0.88),
    upperLip: random.uniform(0.09, 0.17),
    lowerLip: random.uniform(0.12, 0.22),
    cornerBias: random.normal(0.02) - 0.035,
    age: random.uniform(0, 1) ** 1.5,
    pliancy: random.uniform(0.55, 1.15),
    foldY: -random.uniform(0.95, 1.3),
    foldGap: random.uniform(0.14, 0.26),
    skin,
    lips: blend(skin, painted ? [0.65, 0.1, 0.15] : [0.68, 0.3, 0.28], random.uniform(0.35, painted ? 0.85 : 0.6)),
    hair,
    brows: blend(hair, [0.12, 0.08, 0.06], random.uniform(0.2, 0.7)),
    iris: jitter(random.pick(IRISES), 0.04, random),
    hairVolume: random.uniform(0.12, 0.5),
    hairLength: random.chance(0.5) ? random.uniform(2.2, 4.2) : random.uniform(0, 0.8),
    parting: random.uniform(-1.6, 1.6),
    fringe: random.chance(0.25) ? random.uniform(0.1, 0.45) : 0,
    glasses: random.chance(0.24) ? random.pick(["thin", "thick", "dark"]) : "none",
    glassesSize: random.uniform(0.58, 0.72),
    beard: bearded ? random.uniform(0.3, 0.95) : random.chance(0.2) ? random.uniform(0.05, 0.2) : 0,
    moustache: bearded || random.chance(0.06) ? random.uniform(0.3, 0.95) : 0,
    freckles: random.chance(0.15) ? random.uniform(0.2, 0.6) : 0,
  };
}

/** The colour `share` of the way from `a` to `b`. */
export function blend(a: Color, b: Color, share: number): Color {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** A colour times a factor, for shade and light. */
export function scaled(color: Color, factor: number): Color {
  return [color[0] * factor, color[1] * factor, color[2] * factor];
}

function jitter(color: Color, deviation: number, random: RandomStream): Color {
  const vary = (value: number): number => Math.min(1, Math.max(0.02, value + random.normal(deviation)));
  return [vary(color[0]), vary(color[1]), vary(color[2])];
}
