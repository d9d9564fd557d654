/**
 * Histogram equalisation by the rule that the authors' published masks follow within one grey level:
 * `LUT(g) = round(255 · #{pixels < g} / (N − #{pixels = max}))`. It counts the pixels strictly below a level, so that the
 * darkest becomes 0 and the brightest 255 (OpenCV's rule counts up to and including it and is off by up to 29 levels).
 * A flat picture, which has nothing to spread, becomes 0.
 *
 * @param gray 8-bit levels
 * @returns as many levels, 0 to 255
 */
export function equalizeHistogram(gray: ArrayLike<number>): Uint8ClampedArray {
  const counts = new Float64Array(256);
  let max = 0;
  for (let i = 0; i < gray.length; i++) {
    const level = gray[i] ?? 0;
    counts[level] = (counts[level] ?? 0) + 1;
    if (level > max) max = level;
  }
  const spread = gray.length - (counts[max] ?? 0);
  const table = new Uint8Array(256);
  let below = 0;
  for (let level = 0; level < 256; level++) {
    table[level] = spread === 0 ? 0 : Math.floor((255 * Math.min(below, spread)) / spread + 0.5);
    below += counts[level] ?? 0;
  }
  return Uint8ClampedArray.from(gray, (level) => table[level] ?? 0);
}
