import { html, type Html, nothing } from "../html.js";
import { type Axis, dateScale, linearScale } from "./scales.js";
import { at, chartSvg, LETTER, seriesClass, svgLine, svgPoints, svgText } from "./svg.js";

/** A result in time. */
export interface DatedResult {
  readonly date: Date;
  readonly value: number;
  /** What it is of: shown on hovering, and beside the last best one. */
  readonly name: string;
  readonly href?: string | undefined;
}

export interface StepSeries {
  readonly color: number;
  /** Stands in the legend. */
  readonly name: string;
  readonly results: readonly DatedResult[];
}

export interface StepChart {
  /** What the chart is of, for those who cannot see it; its numbers must be in a table nearby. */
  readonly label: string;
  readonly y: Axis;
  /** Which way is better; without it no steps are drawn, as nothing is best. */
  readonly better?: "higher" | "lower" | undefined;
  readonly series: readonly StepSeries[];
}

const [WIDTH, HEIGHT] = [880, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [48, 20, 34, 30];

/** The best of its time: a dot for every result, a step wherever one was better than all before it. */
export function stepChart({ label, y, better, series }: StepChart): Html {
  const all = series.flatMap(({ results }) => results);
  const xs = dateScale(all.map(({ date }) => Number(date)), [LEFT, WIDTH - RIGHT]);
  const ys = linearScale(all.map(({ value }) => value), y.include, [HEIGHT - BOTTOM, TOP]);
  const place = ({ date, value }: DatedResult): [number, number] => [xs.place(Number(date)), ys.place(value)];
  return chartSvg("broad", WIDTH, HEIGHT, label, [
    ys.ticks.map((tick) => html`${svgLine("grid", LEFT, ys.place(tick), WIDTH - RIGHT, ys.place(tick))}${svgText(LEFT - 8, ys.place(tick) + 4, y.format(tick), "end")}`),
    xs.ticks.map((tick) => svgText(xs.place(tick), HEIGHT - BOTTOM + 20, xs.format(tick), "middle")),
    svgText(0, 14, y.name, "start"),
    series.map(({ color, results }, index) => {
      const best = better === undefined ? [] : bestOfTheirTime(results, better);
      const last = best.at(-1);
      const steps = best.flatMap((result, index): [number, number][] => {
        const [x, height] = place(result);
        const before = best[index - 1];
        return before === undefined ? [[x, height]] : [[x, place(before)[1]], [x, height]];
      });
      const end = last === undefined ? [] : [[WIDTH - RIGHT, place(last)[1]] as const];
      return html`<g class="${seriesClass(color)}">${steps.length === 0 ? nothing : html`<polyline class="line" points="${svgPoints([...steps, ...end])}"/>`}${results.map((result) => dot(result, place(result), better === undefined || best.includes(result)))}</g>${last === undefined ? nothing : nameOf(last, place(last), index > 0)}`;
    }),
    legend(series),
  ]);
}

/** The results that were better than every earlier one. */
function bestOfTheirTime(results: readonly DatedResult[], better: "higher" | "lower"): DatedResult[] {
  const best: DatedResult[] = [];
  for (const result of results.toSorted((one, other) => Number(one.date) - Number(other.date))) {
    const before = best.at(-1)?.value;
    if (before === undefined || (better === "higher" ? result.value > before : result.value < before)) best.push(result);
  }
  return best;
}

function dot({ name, value, date, href }: DatedResult, [x, y]: readonly [number, number], isBest: boolean): Html {
  const circle = html`<circle class="dot${isBest ? "" : " faint"}" cx="${at(x)}" cy="${at(y)}" r="${isBest ? 5 : 4}"><title>${name}: ${value}, ${date.toISOString().slice(0, 10)}</title></circle>`;
  return href === undefined ? circle : html`<a href="${href}">${circle}</a>`;
}

/** @param below the line, where the first series has its own above */
function nameOf({ name }: DatedResult, [x, y]: readonly [number, number], below: boolean): Html {
  const text = name.length > 36 ? `${name.slice(0, 35)}…` : name;
  const fits = x + 8 + text.length * LETTER < WIDTH - RIGHT;
  return svgText(fits ? x : Math.min(x, WIDTH - RIGHT), y + (below ? 20 : -10), text, fits ? "start" : "end", "said");
}

function legend(series: readonly StepSeries[]): Html[] {
  let right = WIDTH - RIGHT;
  return series.toReversed().map(({ color, name }) => {
    const start = right - name.length * LETTER;
    right = start - 32;
    return html`<circle class="dot ${seriesClass(color)}" cx="${at(start - 11)}" cy="10" r="5"/>${svgText(start, 14, name, "start")}`;
  });
}
