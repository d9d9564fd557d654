import type { TimelineRow, TimelineSample } from "@fmpn/page/charts";
import { csvLine } from "@fmpn/page/faces";
import type { TrackedFace } from "fmpn";

/** What was seen of each face when: kept in the order of time, also where the visitor goes back. */
export interface FaceTimes {
  add(time: number, faces: readonly Pick<TrackedFace, "id" | "probabilities">[]): void;
  /** The faces that were seen more than once or alone, by their numbers. */
  rows(): TimelineRow[];
  csv(classes: readonly string[]): string;
  clear(): void;
}

/** Samples nearer than this replace one another: the same frame, seen twice. In seconds. */
const SAME = 0.02;

export function createFaceTimes(): FaceTimes {
  const seen = new Map<number, TimelineSample[]>();
  return {
    add(time, faces) {
      for (const { id, probabilities } of faces) {
        const samples = seen.get(id) ?? [];
        seen.set(id, samples);
        let at = samples.length;
        while (at > 0 && (samples[at - 1]?.time ?? 0) >= time - SAME) at -= 1;
        const replaced = Math.abs((samples[at]?.time ?? Infinity) - time) < SAME ? 1 : 0;
        samples.splice(at, replaced, { time, probabilities });
      }
    },
    rows: () => [...seen].toSorted(([one], [other]) => one - other).map(([id, samples]) => ({ name: `face ${id}`, samples })),
    csv(classes) {
      const lines = [...seen].flatMap(([id, samples]) =>
        samples.map(({ time, probabilities }) => {
          const [expression = ""] = Object.entries(probabilities).toSorted(([, a], [, b]) => b - a)[0] ?? [];
          return { time, line: csvLine([time.toFixed(3), id, expression, ...classes.map((name) => (probabilities[name] ?? 0).toFixed(4))]) };
        }),
      );
      const ordered = lines.toSorted((one, other) => one.time - other.time).map(({ line }) => line);
      return `${[csvLine(["time", "face", "expression", ...classes]), ...ordered].join("\n")}\n`;
    },
    clear: () => seen.clear(),
  };
}
