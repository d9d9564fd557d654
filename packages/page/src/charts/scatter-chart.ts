import { html, type Html } from "../html.js";
import { scaleLog } from "d3-scale";
import { type Axis, linearScale, type Scale } from "./scales.js";
import { at, chartSvg, seriesClass, svgLine, svgPoints, svgText } from "./svg.js";

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly color: number;
  readonly href?: string | undefined;
}

export interface ScatterChart {
  /** What the chart is of, for those who cannot see it; its numbers must be in a table nearby. */
  readonly label: string;
  /** Of costs: further left is better, in powers of ten. */
  readonly x: Axis;
  /** Of quality: higher is better. */
  readonly y: Axis;
  readonly points: readonly ScatterPoint[];
}

const [WIDTH, HEIGHT] = [880, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [48, 20, 26, 44];

/** Quality against cost, with a line through what nothing else beats in both. */
export function scatterChart({ label, x, y, points }: ScatterChart): Html {
  const xs = logScale(points.map((point) => point.x), [LEFT + 8, WIDTH - RIGHT]);
  const ys = linearScale(points.map((point) => point.y), y.include, [HEIGHT - BOTTOM, TOP]);
  const place = (point: ScatterPoint): [number, number] => [xs.place(point.x), ys.place(point.y)];
  const front = points.filter((one) => !points.some((other) => other !== one && other.x <= one.x && other.y >= one.y && (other.x < one.x || other.y > one.y)));
  const line = front.toSorted((one, other) => one.x - other.x).map(place);
  return chartSvg("broad", WIDTH, HEIGHT, label, [
    ys.ticks.map((tick) => html`${svgLine("grid", LEFT, ys.place(tick), WIDTH - RIGHT, ys.place(tick))}${svgText(LEFT - 8, ys.place(tick) + 4, y.format(tick), "end")}`),
    xs.ticks.map((tick) => svgText(xs.place(tick), HEIGHT - BOTTOM + 18, x.format(tick), "middle")),
    svgText((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x.name, "middle"),
    svgText(0, 13, y.name, "start"),
    html`<polyline class="line dashed faint" points="${svgPoints(line)}"/>`,
    points.map((point) => {
      const [px, py] = place(point);
      const circle = html`<circle class="dot ${seriesClass(point.color)}${front.includes(point) ? "" : " faint"}" cx="${at(px)}" cy="${at(py)}" r="5"><title>${point.name}: ${y.format(point.y)}, ${x.format(point.x)}</title></circle>`;
      const said = front.includes(point) ? svgText(px, py - 10, point.name, px > WIDTH - 160 ? "end" : "start", "said") : "";
      return html`${point.href === undefined ? circle : html`<a href="${point.href}">${circle}</a>`}${said}`;
    }),
  ]);
}

function logScale(values: readonly number[], range: readonly [number, number]): Scale {
  const there = values.filter((value) => value > 0);
  const [low, high] = there.length === 0 ? [1, 10] : [Math.min(...there), Math.max(...there)];
  const scale = scaleLog(high > low ? [low, high] : [low / 2, low * 2], [...range]);
  const ticks = scale.ticks(6);
  return { ticks: ticks.length > 8 ? ticks.filter((tick) => /^1(e|0*$)/.test(String(tick)) || tick < 1) : ticks, place: (value) => scale(Math.max(value, low)) };
}
