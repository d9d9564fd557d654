import type { RecognizedFace } from "../face-reader.js";
import { matchFaces } from "./identities.js";

/** A face that is the same person's as long as its number is the same. */
export interface TrackedFace<Name extends string = string> extends RecognizedFace<Name> {
  /** Counts from 1; a person who was lost for long comes back with a new number. */
  readonly id: number;
}

export interface TrackingOptions {
  /**
   * Time constant of the probabilities in seconds, 0.3 by default: after a sudden change they are two thirds of the way
   * there. 0 smooths nothing.
   */
  readonly smoothing?: number | undefined;
  /** For how many seconds a face that is not seen keeps its number, by default 0.5. */
  readonly memory?: number | undefined;
}

interface Track {
  readonly face: TrackedFace;
  readonly seen: number;
}

/**
 * Follows faces from frame to frame: the same number for the same person, and probabilities smoothed by
 * `p ← p + (1 − exp(−Δt/τ)) (q − p)`. The logits, mask and crop stay those of the frame.
 *
 * @returns a function that takes the faces of each frame and its time in seconds
 */
export function createFaceTracks({ smoothing = 0.3, memory = 0.5 }: TrackingOptions = {}): (faces: readonly RecognizedFace[], time: number) => TrackedFace[] {
  if (!(smoothing >= 0)) throw new RangeError(`smoothing is a number of seconds, not ${smoothing}.`);
  if (!(memory >= 0)) throw new RangeError(`memory is a number of seconds, not ${memory}.`);
  let tracks: Track[] = [];
  let count = 0;
  return (faces, time) => {
    tracks = tracks.filter(({ seen }) => time - seen <= memory);
    const matches = matchFaces(faces, tracks.map(({ face }) => face));
    const tracked = faces.map((face, index): TrackedFace => {
      const match = matches[index];
      const track = match === undefined ? undefined : tracks[match];
      if (track === undefined) {
        count += 1;
        return { ...face, id: count };
      }
      const share = smoothing === 0 ? 1 : 1 - Math.exp(-Math.max(0, time - track.seen) / smoothing);
      return { ...face, ...smoothed(track.face.probabilities, face.probabilities, share), id: track.face.id };
    });
    const lost = tracks.filter((_, index) => !matches.includes(index));
    tracks = [...tracked.map((face) => ({ face, seen: time })), ...lost];
    return tracked;
  };
}

type Probabilities = RecognizedFace["probabilities"];

function smoothed(before: Probabilities, now: Probabilities, share: number): Pick<RecognizedFace, "expression" | "probabilities"> {
  const entries = Object.entries(now).map(([name, value]): [string, number] => {
    const old = before[name] ?? value;
    return [name, old + share * (value - old)];
  });
  const [expression] = entries.reduce((a, b) => (b[1] > a[1] ? b : a));
  return { expression, probabilities: Object.fromEntries(entries) };
}
