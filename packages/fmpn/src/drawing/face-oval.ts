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
 * @returns side × side values in [0, 1]
 */
export function faceOval(side: number, margin: number): Float32Array {
  const scale = side / (1 + 2 * margin);
  const eyes = (1 - 2 * EYE_X) * scale;
  const middle = { x: side / 2, y: (EYE_Y + margin) * scale + BELOW_EYES * eyes };
  return Float32Array.from({ length: side * side }, (_, at) => {
    const x = ((at % side) + 0.5 - middle.x) / (HALF_WIDTH * eyes);
    const y = (Math.floor(at / side) + 0.5 - middle.y) / (HALF_HEIGHT * eyes);
    return Math.min(1, Math.max(0, (1 - Math.hypot(x, y)) / (1 - FADE_FROM)));
  });
}
