import type { Point } from "../images/affine.js";

/** Which way a head is turned, in degrees; all zero where it looks into the camera, upright. */
export interface HeadPose {
  /** To the side: positive where the face looks to the viewer's right. */
  readonly yaw: number;
  /** Up and down: positive where it looks up. */
  readonly pitch: number;
  /** In the picture's plane: positive where it is turned clockwise. */
  readonly roll: number;
}

type Vector = readonly [x: number, y: number, z: number];

/**
 * Where landmarks (iBUG order) lie on a usual head, in millimetres from below the nose: right for the viewer, down, towards
 * the viewer. Distances as anthropometry gives them (Farkas 1994: between the inner and the outer corners of the eyes 33 and
 * 88, from nasion to below the nose 50, the nose's tip 18 before it, corners of the mouth 52 apart). The chin is left out, as
 * an open mouth moves it.
 */
const HEAD: Readonly<Record<number, Vector>> = {
  27: [0, -46, -8],
  30: [0, -8, 17],
  33: [0, 0, 0],
  36: [-44, -41, -36],
  39: [-16.5, -40, -24],
  42: [16.5, -40, -24],
  45: [44, -41, -36],
  48: [-26, 24, -12],
  54: [26, 24, -12],
};

/** What a corner of the mouth counts beside the other landmarks: a smile lifts it. */
const MOUTH = 0.3;

/**
 * The pose under which a usual head's landmarks lie nearest to a face's, seen from afar (scaled orthographic projection:
 * DeMenthon and Davis 1995, first step). Good to some degrees; heads differ.
 *
 * @param landmarks 68 points in iBUG order
 */
export function headPose(landmarks: readonly Point[]): HeadPose {
  const pairs = Object.entries(HEAD).flatMap(([index, at]) => {
    const seen = landmarks[Number(index)];
    return seen === undefined ? [] : [{ at, seen: [seen.x, seen.y, 0] as Vector, weight: Number(index) >= 48 ? MOUTH : 1 }];
  });
  const weights = pairs.map(({ weight }) => weight);
  const middle = meanOf(pairs.map(({ at }) => at), weights);
  const centre = meanOf(pairs.map(({ seen }) => seen), weights);
  const centred = pairs.map(({ at, seen, weight }) => ({ at: minus(at, middle), seen: minus(seen, centre), weight }));
  // Normal equations of `seen = M · at`: (Σ w at atᵀ) mᵢ = Σ w at seenᵢ, for both rows of M.
  const square = axes((row) => axes((column) => sum(centred.map(({ at, weight }) => weight * at[row] * at[column]))));
  const row = (axis: 0 | 1): Vector => solved(square, axes((k) => sum(centred.map(({ at, seen, weight }) => weight * at[k] * seen[axis]))));
  const [across, down] = perpendicular(unit(row(0)), unit(row(1)));
  const forward = cross(across, down);
  // R = [across; down; forward] takes the head's axes to the picture's; its third column is where the head's z axis shows.
  return {
    yaw: degrees(Math.asin(within(across[2]))),
    pitch: degrees(-Math.atan2(down[2], forward[2])),
    roll: degrees(Math.atan2(down[0], across[0])),
  };
}

type Axis = 0 | 1 | 2;

function axes<T>(of: (axis: Axis) => T): readonly [T, T, T] {
  return [of(0), of(1), of(2)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function meanOf(vectors: readonly Vector[], weights: readonly number[]): Vector {
  return axes((k) => sum(vectors.map((vector, index) => vector[k] * (weights[index] ?? 0))) / sum(weights));
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function unit(vector: Vector): Vector {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}

/** Two unit vectors made perpendicular, each moved by as much. */
function perpendicular(a: Vector, b: Vector): [Vector, Vector] {
  const error = dot(a, b) / 2;
  const straight = (one: Vector, other: Vector): Vector => unit([one[0] - error * other[0], one[1] - error * other[1], one[2] - error * other[2]]);
  return [straight(a, b), straight(b, a)];
}

/** Cramer's rule. */
function solved([a, b, c]: readonly [Vector, Vector, Vector], right: Vector): Vector {
  const determinant = dot(a, cross(b, c));
  // The matrix is symmetric: its rows are its columns.
  return [dot(right, cross(b, c)) / determinant, dot(a, cross(right, c)) / determinant, dot(a, cross(b, right)) / determinant];
}

function within(value: number): number {
  return Math.min(1, Math.max(-1, value));
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
