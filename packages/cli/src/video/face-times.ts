import { percent } from "fmpn/drawing";
import { textTable } from "../terminal/text-table.js";
import type { FrameAnswer, VideoRecognition } from "./recognize-video.js";

/** When a face of a video was seen, and how it looked. */
export interface FaceTimes {
  readonly id: number;
  /** Of the frames that show it, in seconds. */
  readonly times: readonly number[];
  /** By class, one for each of the times. */
  readonly probabilities: Readonly<Record<string, readonly number[]>>;
  /** Shares of the frames by the answer, most frequent first. */
  readonly shares: readonly (readonly [expression: string, share: number])[];
}

/** Who was seen when, in the order in which they appear. */
export function faceTimes(frames: readonly FrameAnswer[]): FaceTimes[] {
  const found = new Map<number, { times: number[]; probabilities: Record<string, number[]>; counts: Map<string, number> }>();
  for (const { time, faces } of frames) {
    for (const { id, expression, probabilities } of faces) {
      const face = found.get(id) ?? { times: [], probabilities: {}, counts: new Map<string, number>() };
      found.set(id, face);
      face.times.push(time);
      for (const [name, value] of Object.entries(probabilities)) (face.probabilities[name] ??= []).push(value);
      face.counts.set(expression, (face.counts.get(expression) ?? 0) + 1);
    }
  }
  return [...found].map(([id, { times, probabilities, counts }]) => ({
    id,
    times,
    probabilities,
    shares: [...counts].map(([name, count]) => [name, count / times.length] as const).toSorted(([, a], [, b]) => b - a),
  }));
}

/** What a terminal shows of a video: a line for each face. */
export function videoTable({ file, frames, every, error }: VideoRecognition): string {
  const faces = faceTimes(frames);
  const head = `${file}: ${frames.length} frames, one every ${every} s`;
  if (error !== undefined && frames.length === 0) return `${file}: not read`;
  if (faces.length === 0) return `${head}; no face`;
  const rows = faces.map(({ id, times, shares }) => [`face ${id}`, `${seconds(times[0])} to ${seconds(times.at(-1))}`, String(times.length), shares.slice(0, 3).map(([name, share]) => `${name} ${percent(share)}`).join(", ")]);
  return `${head}\n${textTable([["", "seen", "frames", "expression, share of its frames"], ...rows])}`;
}

function seconds(time = 0): string {
  return `${time.toFixed(1)} s`;
}
