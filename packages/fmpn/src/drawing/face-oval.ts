import { EYE_X, EYE_Y } from "../faces/align.js";

/** The oval of a face in eye distances: half its width and height, and how far its middle lies below the eyes. */
const [HALF_WIDTH, HALF_HEIGHT, BELOW_EYES] = [1.02, 1.18, 0.36];
/** From this part of the radius on it fades out. */
const FADE_FROM = 0.86;

/**
 * Where the face lies in an aligned crop: 1 inside of the oval around brows, cheeks and chin, falling to 0 at its edge. A motion
 * mask is meant of a face alone; beside it the network's values say nothing.
 *
 * @param margin of the crop, as in `alignFace`
 * @returns side × side values in [0, 1], the same array at each call: not to be written to
 */
export function faceOval(side: number, margin: number): Float32Array {
  const key = `${side} ${margin}`;
  const drawn = ovals.get(key) ?? drawOval(side, margin);
  if (ovals.size >= MOST_KEPT) ovals.clear();
  ovals.set(key, drawn);
  return drawn;
}

/** Every frame of a video asks for the same one: a model's. */
const ovals = new Map<string, Float32Array>();
const MOST_KEPT = 8;

function drawOval(side: number, margin: number): Float32Array {
  const scale = side / (1 + 2 * margin);
  const eyes = (1 - 2 * EYE_X) * scale;
  const middle = { x: side / 2, y: (EYE_Y + margin) * scale + BELOW_EYES * eyes };
  const oval = new Float32Array(side * side);
  for (let row = 0, at = 0; row < side; row++) {
    const y = (row + 0.5 - middle.y) / (HALF_HEIGHT * eyes);
    for (let column = 0; column < side; column++, at++) {
      const x = (column + 0.5 - middle.x) / (HALF_WIDTH * eyes);
      oval[at] = Math.min(1, Math.max(0, (1 - Math.sqrt(x * x + y * y)) / (1 - FADE_FROM)));
    }
  }
  return oval;
}
