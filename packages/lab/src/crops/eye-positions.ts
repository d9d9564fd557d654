import path from "node:path";
import type { DataSet } from "../datasets/data-set.js";
import { columnValue, type Sample } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import { cacheFolder, readCached, writeCached } from "../files/cache.js";
import { workThrough } from "../threads/work-through.js";
import type { WorkOptions } from "../work.js";
import { type CropCrew, startCropCrew } from "./crop-crew.js";
import type { PictureSource, RelativeEyes } from "./crop-job.js";

/** Raised when the detector changes, so that older caches are not used. */
const CACHE_VERSION = 2;

/** The eyes of every picture of a data set. */
export interface EyePositions {
  /** By the sample's index. Where no eyes were seen: the set's own median position. Undefined: unreadable. */
  readonly eyes: readonly (RelativeEyes | undefined)[];
  /** Indices of the samples in which no eyes were seen. */
  readonly unseen: readonly number[];
  /** Files that could not be read, with the reason, such as `has zero bytes`. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  /** The median position over the pictures where eyes were seen; undefined where there is none. */
  readonly median: RelativeEyes | undefined;
}

type Found = readonly [number, number, number, number] | null | string;

/**
 * Finds the eyes in every picture, once: positions are kept in a file named by the data set's hash. Where none are seen
 * (tight crops of 48 pixels, hands before the face) the median position of the set stands in, which is right for sets
 * that were cropped by one rule and is counted for the report in any case.
 */
export async function locateEyePositions(dataSet: DataSet, options: WorkOptions = {}): Promise<EyePositions> {
  const { workers = 2, cache = cacheFolder() } = options;
  const { samples } = dataSet;
  // One cache for a data set and all of its parts.
  const whole = { ...dataSet, samples: dataSet.unfiltered ?? samples };
  const file = cache === false ? undefined : path.join(cache, `eyes-${await dataSetHash(whole)}-v${CACHE_VERSION}.json`);
  const known = file ? await readCache(file) : new Map<string, Found>();
  const keyOf = (sample: Sample): string => [sample.file, columnValue(sample, "box")].filter(Boolean).join(" ");
  const missing = samples.filter((sample) => !known.has(keyOf(sample)));
  if (missing.length > 0) {
    const crew = startCropCrew(missing.length < 8 ? 0 : workers);
    const saveAll = async (): Promise<void> => {
      if (file) await writeCached(file, JSON.stringify(Object.fromEntries(known)));
    };
    try {
      let unsaved = 0;
      const look = async (sample: Sample): Promise<[string, Found]> => [keyOf(sample), await lookAt(crew, sourceOf(dataSet, sample))];
      for await (const [key, found] of workThrough(missing, crew, `eyes of ${dataSet.name}`, look, options)) {
        known.set(key, found);
        unsaved += 1;
        if (unsaved % 2000 === 0) await saveAll();
      }
    } finally {
      await saveAll();
    }
  }

  const found = samples.map((sample) => known.get(keyOf(sample)) ?? null);
  const median = medianOf(found);
  const steady = isSteady(found);
  const eyes = found.map((entry) => {
    if (typeof entry === "string") return undefined;
    return entry === null || (steady && median && spanOf(toEyes(entry)) < TOO_CLOSE * spanOf(median)) ? median : toEyes(entry);
  });
  return {
    eyes,
    median,
    unseen: [...samples.keys()].filter((index) => found[index] === null),
    unreadable: samples.flatMap((sample, i) => {
      const reason = found[i];
      return typeof reason === "string" ? [{ file: sample.file, reason }] : [];
    }),
  };
}

/** Where a sample's pixels are read from. */
export function sourceOf(dataSet: DataSet, sample: Sample): PictureSource {
  if (sample.pixels) return { pixels: sample.pixels };
  return { path: path.join(dataSet.root, sample.file), ...(sample.box ? { box: sample.box } : {}) };
}

async function lookAt(crew: CropCrew, source: PictureSource): Promise<Found> {
  try {
    const result = await crew.do({ kind: "eyes", source });
    if (!("eyes" in result) || !result.eyes) return null;
    const { left, right } = result.eyes;
    return [left.x, left.y, right.x, right.y];
  } catch (error) {
    return reasonOf(error, source);
  }
}

/** Why a picture could not be read, without its path, which whoever tells it knows. */
export function reasonOf(error: unknown, { path: place }: PictureSource): string {
  const message = error instanceof Error ? error.message : String(error);
  return place !== undefined && message.startsWith(`${place}: `) ? message.slice(place.length + 2) : message;
}

/** The middle of each coordinate over the pictures with eyes; boxes and pictures of many kinds make it a rough one. */
function medianOf(found: readonly Found[]): RelativeEyes | undefined {
  const seen = found.filter((entry) => entry !== null && typeof entry !== "string");
  if (seen.length === 0) return undefined;
  const middle = (k: 0 | 1 | 2 | 3): number => seen.map((entry) => entry[k]).sort((a, b) => a - b)[seen.length >> 1] ?? 0.5;
  return toEyes([middle(0), middle(1), middle(2), middle(3)]);
}

/** Eyes closer than this part of the median distance are a mistake, in a set whose pictures are all framed alike. */
const TOO_CLOSE = 0.7;

/** Whether a set's pictures are cut by one rule: half of the eye distances lie within an eighth of their median. */
function isSteady(found: readonly Found[]): boolean {
  const spans = found.flatMap((entry) => (entry === null || typeof entry === "string" ? [] : [spanOf(toEyes(entry))])).sort((a, b) => a - b);
  const at = (part: number): number => spans[Math.floor(part * (spans.length - 1))] ?? 0;
  return spans.length >= 20 && at(0.75) - at(0.25) < at(0.5) / 4;
}

function spanOf({ left, right }: RelativeEyes): number {
  return Math.hypot(right.x - left.x, right.y - left.y);
}

function toEyes([lx, ly, rx, ry]: readonly [number, number, number, number]): RelativeEyes {
  return { left: { x: lx, y: ly }, right: { x: rx, y: ry } };
}

async function readCache(file: string): Promise<Map<string, Found>> {
  try {
    const stored = JSON.parse(String(await readCached(file))) as Record<string, Found>;
    // What could not be read is tried again: the file may have come back.
    return new Map(Object.entries(stored).filter(([, found]) => typeof found !== "string"));
  } catch {
    return new Map();
  }
}
