import type { Canvas } from "./canvas.js";
import { mix, type RandomStream } from "./counter-random.js";
import type { HeadPose } from "./head-pose.js";

/** How a picture was lit and taken; the same for the neutral and the expressive picture of a pair but for the grain. */
export interface Photograph {
  /** Where the light comes from, in the picture's plane; its length is its strength. */
  readonly light: readonly [number, number];
  readonly gain: number;
  readonly gamma: number;
  readonly tint: readonly [number, number, number];
  /** Share of a 3 × 3 average in each pixel: a lens out of focus. */
  readonly blur: number;
  /** Standard deviation of the sensor's noise, of full scale 1. */
  readonly grain: number;
}

export function drawPhotograph(random: RandomStream): Photograph {
  const angle = random.uniform(0, 2 * Math.PI);
  const strength = random.uniform(0, 0.55);
  const warmth = random.normal(0.05);
  return {
    light: [strength * Math.cos(angle), strength * Math.sin(angle)],
    gain: random.uniform(0.68, 1.12),
    gamma: random.uniform(0.8, 1.3),
    tint: [1 + warmth, 1, 1 - warmth],
    blur: random.uniform(0, 0.5),
    grain: random.uniform(0.006, 0.03),
  };
}

/**
 * Takes the picture: side light over a round head, exposure, focus, noise.
 *
 * @param grainKey the noise's key: pictures with other keys have other noise
 * @returns width × height × 3, 0 to 255
 */
export function takePhotograph(canvas: Canvas, photograph: Photograph, pose: HeadPose, grainKey: number): Uint8ClampedArray {
  const { width, height } = canvas;
  const { light, gain, gamma, tint, grain } = photograph;
  const [lightX, lightY] = light;
  const [red, green, blue] = tint;
  const rgb = photograph.blur > 0.02 ? softened(canvas, photograph.blur) : canvas.rgb;
  const curve = Float32Array.from({ length: 257 }, (_, i) => 255 * (i / 256) ** gamma);
  // Ten bits of a pixel's hash are a uniform variable for each channel; its deviation is 1/√3 of its half width.
  const spread = (grain * 255 * Math.sqrt(3)) / 511.5;
  const picture = new Uint8ClampedArray(rgb.length);
  for (let row = 0, at = 0; row < height; row++) {
    const v = clamp((row - pose.center[1] - 0.6 * pose.unit) / (3.2 * pose.unit), -1, 1);
    for (let column = 0; column < width; column++, at += 3) {
      const u = clamp((column - pose.center[0]) / (2.3 * pose.unit), -1, 1);
      const lit = 256 * gain * (1 + lightX * u + lightY * v);
      const bits = mix(grainKey + Math.imul(at + 1, 0x9e3779b9));
      picture[at] = (curve[tone((rgb[at] ?? 0) * lit * red)] ?? 0) + ((bits & 1023) - 511.5) * spread;
      picture[at + 1] = (curve[tone((rgb[at + 1] ?? 0) * lit * green)] ?? 0) + (((bits >>> 10) & 1023) - 511.5) * spread;
      picture[at + 2] = (curve[tone((rgb[at + 2] ?? 0) * lit * blue)] ?? 0) + (((bits >>> 20) & 1023) - 511.5) * spread;
    }
  }
  return picture;
}

function tone(value: number): number {
  return value > 256 ? 256 : (value + 0.5) | 0;
}

function softened({ width, height, rgb }: Canvas, share: number): Float32Array {
  const soft = new Float32Array(rgb);
  const stride = width * 3;
  const side = share / 8;
  for (let row = 1; row + 1 < height; row++) {
    for (let at = row * stride + 3; at < (row + 1) * stride - 3; at++) {
      const near =
        (rgb[at - stride - 3] ?? 0) +
        (rgb[at - stride] ?? 0) +
        (rgb[at - stride + 3] ?? 0) +
        (rgb[at - 3] ?? 0) +
        (rgb[at + 3] ?? 0) +
        (rgb[at + stride - 3] ?? 0) +
        (rgb[at + stride] ?? 0) +
        (rgb[at + stride + 3] ?? 0);
      soft[at] = (rgb[at] ?? 0) * (1 - share) + near * side;
    }
  }
  return soft;
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
