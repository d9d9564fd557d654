import { type Picture, resize, toGray } from "fmpn";

/** Side of the grid that neighbouring brightnesses are compared on. */
const GRID = 16;
const WORDS = (GRID * GRID) / 32;

/**
 * 256 bits of how a picture looks: whether brightness rises from each cell of a 17 × 16 grid to its right neighbour.
 * Re-encoded, resized or slightly brightened copies differ in few bits; mirrored ones do not match.
 */
export function perceptualHash(picture: Picture): Uint32Array {
  const { data } = resize(toGray(picture), GRID + 1, GRID);
  const bits = new Uint32Array(WORDS);
  for (let row = 0, bit = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++, bit++) {
      const at = row * (GRID + 1) + column;
      if ((data[at + 1] ?? 0) > (data[at] ?? 0)) bits[bit >> 5] = (bits[bit >> 5] ?? 0) | (1 << (bit & 31));
    }
  }
  return bits;
}

/**
 * All pairs of pictures whose hashes differ in at most `limit` of 256 bits. Compares every pair, a word at a time and
 * only as far as needed: a few seconds for 30,000 pictures.
 */
export function nearPairs(hashes: readonly Uint32Array[], limit: number): [first: number, second: number, bits: number][] {
  const count = hashes.length;
  const all = new Uint32Array(count * WORDS);
  hashes.forEach((hash, i) => all.set(hash, i * WORDS));
  const pairs: [number, number, number][] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      let different = 0;
      for (let word = 0; word < WORDS && different <= limit; word++) {
        different += bitCount((all[i * WORDS + word] ?? 0) ^ (all[j * WORDS + word] ?? 0));
      }
      if (different <= limit) pairs.push([i, j, different]);
    }
  }
  return pairs;
}

function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
