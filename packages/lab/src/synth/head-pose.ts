import type { Point } from "./curves.js";
import type { RandomStream } from "./counter-random.js";

/** How a head is turned and where it lies in the picture. Angles in radians. */
export interface HeadPose {
  /** Turned to the viewer's right when positive. */
  readonly yaw: number;
  /** Nodded down when positive. */
  readonly pitch: number;
  /** Tilted clockwise when positive. */
  readonly roll: number;
  /** Pixels for a face unit (half an average eye distance) of a frontal face. */
  readonly unit: number;
  /** Where the middle between the eyes of a frontal face lies, in pixels. */
  readonly center: Point;
}

/** Draws a pose for a picture of `size` pixels: mostly frontal, at most 32° aside, 22° up or down, 15° tilted. */
export function drawPose(size: number, random: RandomStream): HeadPose {
  return {
    yaw: random.normal(0.28, 2),
    pitch: random.normal(0.19, 2),
    roll: random.normal(0.12, 2.2),
    unit: size * 0.178 * random.uniform(0.84, 1.16),
    center: [size * (0.5 + random.normal(0.03)), size * (0.405 + random.normal(0.03))],
  };
}

/**
 * The projection of a posed head: face units to pixels by weak perspective. The face is an
 * ellipsoid; `lift` raises a point above its surface (the tip of the nose).
 */
export function projector({ yaw, pitch, roll, unit, center }: HeadPose): (point: Point, lift?: number) => Point {
  const [sinYaw, cosYaw] = [Math.sin(yaw), Math.cos(yaw)];
  const [sinPitch, cosPitch] = [Math.sin(pitch), Math.cos(pitch)];
  const [sinRoll, cosRoll] = [Math.sin(roll), Math.cos(roll)];
  // The head turns about its middle, so that a turned face moves aside against the hair.
  const neutralDepth = 0.9;
  return ([x, y], lift = 0) => {
    const z = depth(x, y) + lift - neutralDepth;
    const turnedX = x * cosYaw + z * sinYaw;
    const turnedZ = z * cosYaw - x * sinYaw;
    const nodded = (y - 0.6) * cosPitch + turnedZ * sinPitch + 0.6;
    return [
      center[0] + unit * (turnedX * cosRoll - nodded * sinRoll),
      center[1] + unit * (turnedX * sinRoll + nodded * cosRoll),
    ];
  };
}

/** How far a point of the face's surface lies in front of the middle of the head. */
function depth(x: number, y: number): number {
  return 1.7 * Math.sqrt(Math.max(0, 1 - (x / 2.3) ** 2 - ((y - 0.6) / 3.4) ** 2));
}
