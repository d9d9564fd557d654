import { html, type Html } from "../html.js";
import { linearScale } from "./scales.js";
import { chartSvg, LETTER, seriesClass, svgLine, svgPoints, svgText } from "./svg.js";

/** What was seen of one face at a time. */
export interface TimelineSample {
  /** Seconds from the start. */
  readonly time: number;
  /** They add up to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
}

export interface TimelineRow {
  readonly name: string;
  /** In the order of their times. */
  readonly samples: readonly TimelineSample[];
}

export interface Timeline {
  /** What the chart is of, for those who cannot see it. */
  readonly label: string;
  /** Seconds. */
  readonly duration: number;
  /** The classes in the order of the colours. */
  readonly classes: readonly string[];
  readonly rows: readonly TimelineRow[];
}

/** Where the chart's times begin and end, in shares of its width: for whoever takes a click for a time. */
export const TIMELINE_SPAN = { from: 62 / 880, to: 870 / 880 } as const;

const WIDTH = 880;
const [LEFT, RIGHT] = [TIMELINE_SPAN.from * WIDTH, TIMELINE_SPAN.to * WIDTH];
const [LEGEND, ROW, GAP, AXIS] = [26, 84, 12, 22];
/** A face that was not seen for longer than so many of its usual steps leaves a gap. */
const ABSENT = 3;
/** A chart as wide as a page shows no more samples of a face. */
const MOST_SAMPLES = 400;

/** How the probabilities of each face's expressions change in a video: as bands on one another. */
export function timelineChart({ label, duration, classes, rows }: Timeline): Html {
  const xs = linearScale([0, Math.max(duration, 0.1)], undefined, [LEFT, RIGHT], true, 8);
  const bottom = LEGEND + rows.length * (ROW + GAP);
  return chartSvg("broad timeline", WIDTH, bottom + AXIS, label, [
    legend(classes),
    rows.map(({ name, samples }, index) => {
      const top = LEGEND + index * (ROW + GAP);
      return html`${svgText(LEFT - 8, top + ROW / 2 + 4, name, "end", "said")}${svgLine("grid", LEFT, top + ROW, RIGHT, top + ROW)}${spells(thinned(samples)).map((spell) => bands(spell, classes, xs.place, top))}`;
    }),
    xs.ticks.map((tick) => svgText(xs.place(tick), bottom + 14, clock(tick), "middle")),
  ]);
}

/** As many samples as can be seen: the means of neighbours. */
function thinned(samples: readonly TimelineSample[]): readonly TimelineSample[] {
  const step = Math.ceil(samples.length / MOST_SAMPLES);
  if (step <= 1) return samples;
  return Array.from({ length: Math.ceil(samples.length / step) }, (_, index) => {
    const part = samples.slice(index * step, (index + 1) * step);
    const mean = (of: (sample: TimelineSample) => number): number => part.reduce((sum, sample) => sum + of(sample), 0) / part.length;
    const names = Object.keys(part[0]?.probabilities ?? {});
    return { time: mean(({ time }) => time), probabilities: Object.fromEntries(names.map((name) => [name, mean(({ probabilities }) => probabilities[name] ?? 0)])) };
  });
}

/** Times at which a face was seen without a long pause. */
function spells(samples: readonly TimelineSample[]): TimelineSample[][] {
  const steps = samples.slice(1).map(({ time }, index) => time - (samples[index]?.time ?? 0));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const spells: TimelineSample[][] = [];
  for (const sample of samples) {
    const spell = spells.at(-1);
    const last = spell?.at(-1);
    if (spell === undefined || last === undefined || sample.time - last.time > ABSENT * usual) spells.push([sample]);
    else spell.push(sample);
  }
  return spells;
}

function bands(spell: readonly TimelineSample[], classes: readonly string[], place: (time: number) => number, top: number): Html[] {
  const below = spell.map(() => 0);
  return classes.map((name, color) => {
    const [lower, upper]: [number, number][][] = [[], []];
    spell.forEach(({ time, probabilities }, index) => {
      const from = below[index] ?? 0;
      const to = Math.min(1, from + (probabilities[name] ?? 0));
      below[index] = to;
      // A single look is as wide as can be seen.
      const widths = spell.length === 1 ? [-1.5, 1.5] : [0];
      for (const by of widths) {
        lower?.push([place(time) + by, top + ROW * (1 - from)]);
        upper?.push([place(time) + by, top + ROW * (1 - to)]);
      }
    });
    return html`<polygon class="bin ${seriesClass(color)}" points="${svgPoints([...(upper ?? []), ...(lower ?? []).toReversed()])}"/>`;
  });
}

function legend(classes: readonly string[]): Html[] {
  let left = LEFT;
  return classes.map((name, color) => {
    const at = left;
    left += name.length * LETTER + 28;
    return html`<rect class="bin ${seriesClass(color)}" x="${at.toFixed(1)}" y="4" width="10" height="10" rx="2"/>${svgText(at + 15, 13, name, "start")}`;
  });
}

/** "0:05", "12:30". */
function clock(seconds: number): string {
  const whole = Math.round(seconds * 10) / 10;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)}:${rest < 10 ? "0" : ""}${Number.isInteger(rest) ? rest : rest.toFixed(1)}`;
}
