import { lineChart, type Series } from "../charts/line-chart.js";
import { html, type Html } from "../html.js";

/** How the probabilities of a face of a video changed. */
export interface FaceTimeline {
  /** The face's number in the video. */
  readonly id: number;
  /** Of the frames that show it, in seconds, ascending. */
  readonly times: readonly number[];
  /** In [0, 1], by class, one for each of the times. */
  readonly probabilities: Readonly<Record<string, readonly number[]>>;
}

/** Classes that never come so far are left out: their lines would lie on the axis. */
const SHOWN = 0.2;
/** A chart as wide as a page shows no more points. */
const MOST_POINTS = 400;

/** A line for each expression that a face showed, broken where it was not seen. */
export function timelineChart({ id, times, probabilities }: FaceTimeline): Html {
  const step = Math.ceil(times.length / MOST_POINTS);
  const gap = 2.5 * step * Math.min(...times.slice(1).map((time, at) => time - (times[at] ?? 0)), Infinity);
  const series = Object.entries(probabilities).flatMap(([name, values], color): Series[] => {
    if (Math.max(...values.slice(0, 100_000)) < SHOWN) return [];
    const runs: [number, number][][] = [];
    for (let from = 0; from < times.length; from += step) {
      const part = values.slice(from, from + step);
      const point: [number, number] = [times[from] ?? 0, part.reduce((sum, value) => sum + value, 0) / part.length];
      const last = runs.at(-1)?.at(-1);
      if (last === undefined || point[0] - last[0] > gap) runs.push([point]);
      else runs.at(-1)?.push(point);
    }
    return runs.map((points, run) => ({ color, name: run === 0 ? name : undefined, points }));
  });
  return html`<figure class="timeline"><figcaption>Face ${id}</figcaption>${lineChart({
    label: `How face ${id} looked over time`,
    x: { name: "seconds", format: (value) => String(value) },
    y: { name: "", format: (value) => `${Math.round(100 * value)} %`, include: 1 },
    series,
  })}</figure>
`;
}
