import { normalizePair, type Picture } from "fmpn/prior";

/**
 * Where a face moved: |expressive − neutral| of two aligned gray pictures of a person, made comparable first
 * (see `normalizePair`), in grey levels.
 */
export function pairDifference(neutral: Picture, expressive: Picture): Uint8Array {
  const [still, moved] = normalizePair(neutral, expressive);
  return Uint8Array.from(moved.data, (value, at) => Math.abs(value - (still.data[at] ?? 0)));
}
