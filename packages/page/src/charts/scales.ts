import { scaleLinear, scaleUtc } from "d3-scale";

/** An axis of a chart. */
export interface Axis {
  readonly name: string;
  readonly format: (value: number) => string;
  /** Drawn even where no point lies there. */
  readonly include?: number | undefined;
}

/** Where values lie in a drawing. */
export interface Scale {
  readonly ticks: readonly number[];
  place(value: number): number;
}

/**
 * A scale with round ticks over all values.
 *
 * @param tight whether it ends at the outermost values, not at the ticks beyond
 */
export function linearScale(values: Iterable<number>, include: number | undefined, range: readonly [number, number], tight = false, ticks = 5): Scale {
  const [low, high] = extent(values, include);
  const scale = scaleLinear([low, high], [...range]);
  if (!tight) scale.nice(ticks);
  return { ticks: scale.ticks(ticks), place: scale };
}

/** A scale of days, with a tick for years or months. @param values milliseconds since 1970 */
export function dateScale(values: Iterable<number>, range: readonly [number, number], ticks = 6): Scale & { format(value: number): string } {
  const [low, high] = extent(values, undefined);
  const scale = scaleUtc([low, high], [...range]);
  const format = scale.tickFormat(ticks);
  return { ticks: scale.ticks(ticks).map(Number), place: (value) => scale(value), format: (value) => format(new Date(value)) };
}

function extent(values: Iterable<number>, include: number | undefined): [number, number] {
  let [low, high] = include === undefined ? [Infinity, -Infinity] : [include, include];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high > low) return [low, high];
  return Number.isFinite(low) ? [low - 0.5, low + 0.5] : [0, 1];
}
