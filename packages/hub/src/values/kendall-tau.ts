/** Kendall's τ-b of two lists of equal length: 1 in the same order, −1 in the opposite one, 0 where it isn't defined. */
export function kendallTau(first: readonly number[], second: readonly number[]): number {
  let concordant = 0;
  let discordant = 0;
  let tiedFirst = 0;
  let tiedSecond = 0;
  for (const [i, a] of first.entries()) {
    for (let j = 0; j < i; j++) {
      const x = Math.sign(a - (first[j] ?? 0));
      const y = Math.sign((second[i] ?? 0) - (second[j] ?? 0));
      if (x === 0 && y === 0) continue;
      if (x === 0) tiedFirst++;
      else if (y === 0) tiedSecond++;
      else if (x === y) concordant++;
      else discordant++;
    }
  }
  const pairs = concordant + discordant;
  const size = Math.sqrt((pairs + tiedFirst) * (pairs + tiedSecond));
  return size === 0 ? 0 : (concordant - discordant) / size;
}
