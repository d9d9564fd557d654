import { html, type Html, nothing } from "../html.js";
import { type Axis, linearScale } from "./scales.js";
import { at, chartSvg, LETTER, seriesClass, svgLine, svgPoints, svgText } from "./svg.js";

export interface Series {
  /** Colour, by its number. */
  readonly color: number;
  /** Stands in the chart's legend; series without one are told apart by the colours of a legend elsewhere. */
  readonly name?: string | undefined;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Interval about each point. */
  readonly band?: readonly (readonly [low: number, high: number])[] | undefined;
  readonly style?: "solid" | "dashed" | "faint" | undefined;
}

export interface LineChart {
  /** What the chart is of, for those who cannot see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

const [WIDTH, HEIGHT] = [460, 250];
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 12, 26, 38];

/** Lines over an axis. */
export function lineChart({ label, x, y, series }: LineChart): Html {
  const xs = linearScale(series.flatMap(({ points }) => points.map(([value]) => value)), x.include, [LEFT, WIDTH - RIGHT], true);
  const heights = series.flatMap(({ points, band = [] }) => [...points.map(([, value]) => value), ...band.flat()]);
  const ys = linearScale(heights, y.include, [HEIGHT - BOTTOM, TOP]);
  return chartSvg("line-chart", WIDTH, HEIGHT, label, [
    ys.ticks.map((tick) => svgLine("grid", LEFT, ys.place(tick), WIDTH - RIGHT, ys.place(tick))),
    ys.ticks.map((tick) => svgText(LEFT - 7, ys.place(tick) + 4, y.format(tick), "end")),
    xs.ticks.map((tick) => svgText(xs.place(tick), HEIGHT - BOTTOM + 17, x.format(tick), "middle")),
    svgText((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, x.name, "middle"),
    svgText(0, 13, y.name, "start"),
    series.map(({ color, band, points }) => {
      if (band === undefined) return nothing;
      const places = points.map(([px], k) => [xs.place(px), ys.place(band[k]?.[0] ?? 0), ys.place(band[k]?.[1] ?? 0)] as const);
      const outline = [...places.map(([px, , high]) => [px, high] as const), ...places.toReversed().map(([px, low]) => [px, low] as const)];
      return html`<polygon class="band ${seriesClass(color)}" points="${svgPoints(outline)}"/>`;
    }),
    series.map(({ color, points, style = "solid" }) => {
      const places = points.map(([px, py]) => [xs.place(px), ys.place(py)] as const);
      const [only] = places;
      return only !== undefined && places.length === 1
        ? html`<circle class="dot ${seriesClass(color)}" cx="${at(only[0])}" cy="${at(only[1])}" r="3"/>`
        : html`<polyline class="line ${style} ${seriesClass(color)}" points="${svgPoints(places)}"/>`;
    }),
    legend(series),
  ]);
}

function legend(series: readonly Series[]): Html[] {
  let right = WIDTH - RIGHT;
  return series
    .filter(({ name }) => name !== undefined)
    .toReversed()
    .map(({ color, name = "", style = "solid" }) => {
      // Room for the widest of the system fonts.
      const start = right - name.length * LETTER;
      right = start - 6 - 18 - 12;
      return html`${svgLine(`line ${style} ${seriesClass(color)}`, start - 24, 9, start - 6, 9)}${svgText(start, 13, name, "start")}`;
    });
}
