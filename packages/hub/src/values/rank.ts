import type { Direction } from "./metric-direction.js";

/** What ranking needs to know of a row. */
export interface Rankable {
  /** Null: no value, or one that cannot be ranked. */
  readonly number: number | null;
  /** "%", "fraction", "M" …; null where none was written. */
  readonly unit: string | null;
}

/**
 * The places of rows on a board, 1 the best. A row without a number, or with a number in another unit than most rows,
 * has no place (null); equal numbers share one; where the direction isn't known nobody has one.
 */
export function rank(rows: readonly Rankable[], direction: Direction): (number | null)[] {
  if (direction === "unknown") return rows.map(() => null);
  const unit = commonUnit(rows);
  const ranked = rows.map(({ number, unit: own }) => (number !== null && Number.isFinite(number) && kindOfUnit(own) === unit ? number : null));
  const sign = direction === "higher" ? -1 : 1;
  const sorted = ranked.filter((number) => number !== null).sort((a, b) => sign * (a - b));
  const placeOf = new Map<number, number>();
  for (const [index, number] of sorted.entries()) if (!placeOf.has(number)) placeOf.set(number, index + 1);
  return ranked.map((number) => (number === null ? null : (placeOf.get(number) ?? null)));
}

/** Percent signs are written or left out freely; every other unit makes another quantity. */
function kindOfUnit(unit: string | null): string {
  return unit === null || unit === "%" ? "" : unit;
}

function commonUnit(rows: readonly Rankable[]): string {
  const counts = new Map<string, number>();
  for (const { number, unit } of rows) if (number !== null) counts.set(kindOfUnit(unit), (counts.get(kindOfUnit(unit)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
