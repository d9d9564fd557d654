import type { Expression } from "../datasets/expression-labels.js";
import { startCrew } from "../threads/crew.js";
import { workThrough } from "../threads/work-through.js";
import type { Progress, WorkOptions } from "../work.js";
import { syntheticTrainingFaces } from "./synthetic-training-faces.js";
import { joinFaces, type TrainingFaces } from "./training-faces.js";

/** Which synthetic faces to draw. */
export interface SyntheticFaces {
  readonly seed: number;
  /** Index of the first face. */
  readonly first: number;
  readonly count: number;
  /** Side in pixels that the network sees. */
  readonly size: number;
  readonly classes: readonly Expression[];
  readonly margin: number;
}

/** Faces that a thread draws before it reports. */
const PART = 100;

/**
 * Draws synthetic faces as training data on several threads, the same for the same seed whatever their number. Each is taught
 * its own true motion region.
 *
 * @returns faces in their order; people take turns, so that ranges a multiple of the classes apart share nobody
 * @throws Error where no face is asked for, or none of the classes can be drawn
 */
export async function drawSyntheticFaces(faces: SyntheticFaces, { workers = 2, signal, onProgress }: Omit<WorkOptions, "cache"> = {}): Promise<TrainingFaces> {
  const starts = Array.from({ length: Math.ceil(faces.count / PART) }, (_, part) => part * PART);
  const crew = startCrew(new URL("./synthetic-worker.js", import.meta.url), drawPart, starts.length < 2 ? 0 : workers);
  const draw = async (start: number): Promise<TrainingFaces> => await crew.do({ ...faces, first: faces.first + start, count: Math.min(PART, faces.count - start) });
  const told = ({ what, done }: Progress): void => onProgress?.({ what, done: Math.min(done * PART, faces.count), total: faces.count });
  const parts: TrainingFaces[] = [];
  for await (const part of workThrough(starts, crew, "drawing faces", draw, { signal, onProgress: told })) parts.push(part);
  return joinFaces(parts);
}

/** What one thread draws. */
export async function drawPart({ seed, first, count, size, classes, margin }: SyntheticFaces): Promise<TrainingFaces> {
  return syntheticTrainingFaces(seed, first, count, size, classes, margin);
}
