import type { Timeline } from "../charts/timeline-chart.js";

/** How the probabilities of a face of a video changed. */
export interface FaceTimeline {
  /** The face's number in the video. */
  readonly id: number;
  /** Of the frames that show it, in seconds, ascending. */
  readonly times: readonly number[];
  /** In [0, 1], by class, one for each of the times. */
  readonly probabilities: Readonly<Record<string, readonly number[]>>;
}

/** The faces of a video as its timeline has them, up to when the last of them was seen. */
export function timelineOf(faces: readonly FaceTimeline[]): Timeline {
  return {
    label: `How ${faces.map(({ id }) => `face ${id}`).join(", ")} looked over time`,
    duration: Math.max(0, ...faces.map(({ times }) => times.at(-1) ?? 0)),
    classes: [...new Set(faces.flatMap(({ probabilities }) => Object.keys(probabilities)))],
    rows: faces.map(({ id, times, probabilities }) => ({
      name: `face ${id}`,
      samples: times.map((time, index) => ({ time, probabilities: Object.fromEntries(Object.entries(probabilities).map(([name, values]) => [name, values[index] ?? 0])) })),
    })),
  };
}
