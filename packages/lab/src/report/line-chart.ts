import { escapeHtml } from "./figures-text.js";

export interface Series {
  /** Colour, by the number of the run. */
  readonly run: number;
  /** Stands in the chart's legend; series without one are told apart by the runs' colours. */
  readonly name?: string | undefined;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Interval about each point. */
  readonly band?: readonly (readonly [low: number, high: number])[] | undefined;
  readonly style?: "solid" | "dashed" | "faint";
}

export interface LineChart {
  /** What the chart is of, for those who cannot see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

export interface Axis {
  readonly name: string;
  readonly format: (value: number) => string;
  /** Drawn even where no point lies there. */
  readonly include?: number;
}

const [WIDTH, HEIGHT] = [460, 250];
/** Greatest mean width of a letter. */
const LETTER = 6.8;
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 12, 26, 38];

/** Lines over an axis, as SVG that takes its colours from the page. */
export function lineChart({ label, x, y, series }: LineChart): string {
  const xs = scaleOf(series.flatMap(({ points }) => points.map(([value]) => value)), x, [LEFT, WIDTH - RIGHT], true);
  const heights = series.flatMap(({ points, band = [] }) => [...points.map(([, value]) => value), ...band.flat()]);
  const ys = scaleOf(heights, y, [HEIGHT - BOTTOM, TOP], false);
  const parts = [
    ...ys.ticks.map((tick) => `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(ys.place(tick))}" y2="${at(ys.place(tick))}"/>`),
    ...ys.ticks.map((tick) => text(LEFT - 7, ys.place(tick) + 4, y.format(tick), "end")),
    ...xs.ticks.map((tick) => text(xs.place(tick), HEIGHT - BOTTOM + 17, x.format(tick), "middle")),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, x.name, "middle"),
    text(0, 13, y.name, "start"),
    ...series.map(({ run, band, points }) => (band ? bandPath(points.map(([place], k) => [xs.place(place), ys.place(band[k][0]), ys.place(band[k][1])] as const), run) : "")),
    ...series.map(({ run, points, style = "solid" }) => {
      const path = points.map(([px, py]) => `${at(xs.place(px))},${at(ys.place(py))}`).join(" ");
      return points.length === 1
        ? `<circle class="dot run-${run}" cx="${path.split(",")[0]}" cy="${path.split(",")[1]}" r="3"/>`
        : `<polyline class="line ${style} run-${run}" points="${path}"/>`;
    }),
    ...legend(series),
  ];
  return `<svg class="line-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label)}">${parts.join("")}</svg>`;
}

function bandPath(places: readonly (readonly [x: number, low: number, high: number])[], run: number): string {
  const upper = places.map(([x, , high]) => `${at(x)},${at(high)}`);
  const lower = places.toReversed().map(([x, low]) => `${at(x)},${at(low)}`);
  return `<polygon class="band run-${run}" points="${[...upper, ...lower].join(" ")}"/>`;
}

function legend(series: readonly Series[]): string[] {
  let right = WIDTH - RIGHT;
  return series
    .filter(({ name }) => name !== undefined)
    .toReversed()
    .map(({ run, name = "", style = "solid" }) => {
      // Room for the widest of the system fonts.
      const start = right - name.length * LETTER;
      right = start - 6 - 18 - 12;
      return `<line class="line ${style} run-${run}" x1="${at(start - 24)}" x2="${at(start - 6)}" y1="9" y2="9"/>${text(start, 13, name, "start")}`;
    });
}

interface Scale {
  readonly ticks: readonly number[];
  place(value: number): number;
}

/** @param tight whether the axis ends at the outermost values, not at the ticks beyond */
function scaleOf(values: readonly number[], { include }: Axis, [from, to]: readonly [number, number], tight: boolean): Scale {
  const all = [...values, ...(include === undefined ? [] : [include])].filter(Number.isFinite);
  let low = all.reduce((a, b) => Math.min(a, b), Infinity);
  let high = all.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(high > low)) [low, high] = Number.isFinite(low) ? [low - 0.5, low + 0.5] : [0, 1];
  const step = niceStep((high - low) / 5);
  const [first, last] = [tight ? Math.ceil(low / step - 1e-9) : Math.floor(low / step + 1e-9), tight ? Math.floor(high / step + 1e-9) : Math.ceil(high / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
  const [start, end] = tight ? [low, high] : [first * step, last * step];
  return { ticks, place: (value) => from + ((to - from) * (value - start)) / (end - start) };
}

/** 1, 2 or 5 times a power of ten, not less than a size. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  return power * ([1, 2, 5].find((factor) => factor * power >= size * 0.999) ?? 10);
}

function text(x: number, y: number, content: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}

function at(place: number): string {
  return String(Math.round(place * 10) / 10);
}
