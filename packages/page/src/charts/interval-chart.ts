import { html, type Html } from "../html.js";
import { at, chartSvg, seriesClass, svgLine, svgText } from "./svg.js";

/** A figure with its interval, one line of the chart. */
export interface IntervalRow {
  /** Colour, by its number. */
  readonly color: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const WIDTH = 300;
const [LEFT, RIGHT, ROW, AXIS] = [10, 10, 20, 22];

/**
 * Figures as dots with their intervals as lines, one below the other, over a common axis in percent.
 *
 * @param range of the axis, shares
 */
export function intervalChart(label: string, rows: readonly IntervalRow[], [from, to]: readonly [number, number]): Html {
  const place = (share: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * (share - from)) / (to - from);
  const step = to - from > 0.5 ? 0.2 : to - from > 0.2 ? 0.1 : to - from > 0.1 ? 0.05 : 0.02;
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, k) => from + k * step).filter((tick) => tick <= to + 1e-9);
  const bottom = rows.length * ROW + 4;
  return chartSvg("", WIDTH, rows.length * ROW + AXIS + 4, label, [
    ticks.map((tick) => svgLine("grid", place(tick), 0, place(tick), bottom)),
    ticks.map((tick) => svgText(place(tick), bottom + 15, String(Math.round(tick * 100)), "middle")),
    rows.map(({ color, value, low, high }, index) => {
      const y = index * ROW + ROW / 2 + 2;
      return html`${svgLine(`whisker ${seriesClass(color)}`, place(low), y, place(high), y)}<circle class="dot ${seriesClass(color)}" cx="${at(place(value))}" cy="${y}" r="5"/>`;
    }),
  ]);
}

/** The axis that intervals share: whole steps of 2, 5 or 10 % about them. */
export function intervalRange(rows: readonly IntervalRow[]): readonly [number, number] {
  const low = Math.min(...rows.map((row) => row.low));
  const high = Math.max(...rows.map((row) => row.high));
  const step = high - low > 0.2 ? 0.1 : high - low > 0.08 ? 0.05 : 0.02;
  const from = Math.max(0, Math.floor(low / step - 0.25) * step);
  const to = Math.min(1, Math.ceil(high / step + 0.25) * step);
  return [from, to > from ? to : from + step];
}
