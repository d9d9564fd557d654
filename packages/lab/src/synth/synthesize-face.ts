import type { Eyes } from "fmpn";
import { createPicture, type Picture } from "fmpn/pictures";
import type { Expression } from "../datasets/expression-labels.js";
import { type ActionUnits, drawActionUnits, REST } from "./action-units.js";
import { paintBackground } from "./background.js";
import { createCanvas } from "./canvas.js";
import { randomStream } from "./counter-random.js";
import type { Point } from "./curves.js";
import { drawIdentity } from "./face-identity.js";
import { type FaceShape, landmarksOf, shapeFace } from "./face-shape.js";
import { drawPose, projector } from "./head-pose.js";
import { motionRegion } from "./motion-region.js";
import { paintFace } from "./paint-face.js";
import { drawPhotograph, takePhotograph } from "./photograph.js";

/** The seven classes that synthetic faces have by default, in the order that indices go through them. */
export const SYNTHETIC_EXPRESSIONS: readonly [Expression, ...Expression[]] = [
  "neutral",
  "anger",
  "disgust",
  "fear",
  "happiness",
  "sadness",
  "surprise",
];

export interface SynthesisOptions {
  /** Side of the square picture in pixels. */
  readonly size?: number | undefined;
  /** The classes that indices go through; a subject shows each of them once. */
  readonly expressions?: readonly [Expression, ...Expression[]] | undefined;
  /** Shows this expression instead of the one that is the index's turn. */
  readonly expression?: Expression | undefined;
  /** 0 (rest) to 1 (full); drawn from 0.7 to 1 when not given. */
  readonly intensity?: number | undefined;
}

/** A synthetic face with all that is known of it. */
export interface SyntheticFace {
  /** size × size, RGB. */
  readonly image: Picture;
  /** The same person at rest in the same pose and light, with other sensor noise. Drawn when it is first asked for. */
  readonly neutral: Picture;
  /** size × size, 0 to 1: where the skin moved between the two (see `motionRegion`); all 0 for a neutral face. */
  readonly region: Float32Array;
  readonly label: Expression;
  readonly intensity: number;
  /** Name of the person; a person shows each expression once, on consecutive indices. */
  readonly subject: string;
  /** Middle of the eyes in pixels, left and right as the viewer sees them. */
  readonly eyes: Eyes;
}

// What a stream of random numbers is for: streams of other purposes are independent of each other.
const PERSON = 1;
const MOVEMENT = 2;
const SCENE = 3;
const GRAIN = 4;

/**
 * Makes face number `index` of the series `seed`: the same on every machine, and independent of all other indices but
 * that `expressions.length` consecutive ones show the same person. New subjects are indices beyond those trained on.
 */
export function synthesizeFace(seed: number, index: number, options: SynthesisOptions = {}): SyntheticFace {
  const { size = 96, expressions = SYNTHETIC_EXPRESSIONS } = options;
  if (!Number.isInteger(size) || size < 16) throw new Error(`a synthetic face needs a whole size from 16; got ${size}`);
  if (!Number.isInteger(index) || index < 0) throw new Error(`an index is a whole number from 0; got ${index}`);
  const number = Math.floor(index / expressions.length);
  const person = drawIdentity(randomStream(seed, PERSON, number));

  const label = options.expression ?? expressions[index % expressions.length] ?? expressions[0];
  const movement = randomStream(seed, MOVEMENT, index);
  const intensity = label === "neutral" ? 0 : (options.intensity ?? movement.uniform(0.7, 1));
  const units = drawActionUnits(label, intensity, movement);

  const scene = randomStream(seed, SCENE, index);
  const pose = drawPose(size, scene);
  const photograph = drawPhotograph(scene);
  const gaze = [scene.normal(0.4), scene.normal(0.4)] as const;
  const backdrop = createCanvas(size, size);
  paintBackground(backdrop, scene);

  const project = projector(pose);
  const { unit } = pose;
  const grain = Math.floor(randomStream(seed, GRAIN, index).uniform(0, 2 ** 30)) * 2;
  const atRest = shapeFace(person, REST);
  const moved = label === "neutral" ? atRest : shapeFace(person, units);
  const picture = (state: ActionUnits, shape: FaceShape, grainKey: number): Picture => {
    const canvas = { ...backdrop, rgb: new Float32Array(backdrop.rgb) };
    paintFace(canvas, { person, units: state, shape, project, unit, gaze });
    return createPicture(size, size, 3, takePhotograph(canvas, photograph, pose, grainKey));
  };
  const landmarks = (shape: FaceShape): Point[] => landmarksOf(shape).map((point) => project(point));
  let neutral: Picture | undefined;
  const [leftX, leftY] = project([-person.eyeX, 0]);
  const [rightX, rightY] = project([person.eyeX, 0]);
  return {
    image: picture(units, moved, grain),
    get neutral() {
      return (neutral ??= picture(REST, atRest, grain + 1));
    },
    region: motionRegion(landmarks(atRest), landmarks(moved), unit, size),
    label,
    intensity,
    subject: `synth-${String(number).padStart(5, "0")}`,
    eyes: { left: { x: leftX, y: leftY }, right: { x: rightX, y: rightY } },
  };
}
