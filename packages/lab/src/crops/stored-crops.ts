import { createHash } from "node:crypto";
import path from "node:path";
import { columnValue, type DataSet } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import { cacheFolder, readCached, writeCached } from "../files/cache.js";
import type { WorkOptions } from "../work.js";
import { alignedCrops } from "./aligned-crops.js";
import { locateEyePositions } from "./eye-positions.js";

/** Raised when cropping changes, so that older caches are not used. */
const CACHE_VERSION = 3;

/** The crops of a whole data set, in the order of its samples. */
export interface StoredCrops {
  /** Samples × side × side × 3, RGB interleaved. */
  readonly pixels: Uint8Array;
  /** 1 where the sample could be cut. */
  readonly present: Uint8Array;
  /** Why the others could not, by their index. */
  readonly unread: ReadonlyMap<number, string>;
}

/**
 * Cuts every face of a data set, once: crops are kept in a file named by the pictures, their order, their boxes and the crop,
 * because cutting them takes longer than an epoch. A picture that could not be read is tried again each time.
 *
 * @throws Error where hardly a picture can be read
 */
export async function storedCrops(dataSet: DataSet, side: number, margin: number, options: WorkOptions = {}): Promise<StoredCrops> {
  const { cache = cacheFolder() } = options;
  const { samples } = dataSet;
  const each = side * side * 3;
  const file = cache === false ? undefined : path.join(cache, `crops-${await orderedHash(dataSet)}-${side}-${margin.toFixed(4)}-v${CACHE_VERSION}.bin`);
  const stored = file === undefined ? undefined : await readCached(file);
  const bytes = stored?.length === samples.length * (each + 1) ? new Uint8Array(stored) : new Uint8Array(samples.length * (each + 1));
  const [present, pixels] = [bytes.subarray(0, samples.length), bytes.subarray(samples.length)];
  const missing = samples.flatMap((_, index) => (present[index] === 1 ? [] : [index]));
  const unread = new Map<number, string>();
  if (missing.length === 0) return { present, pixels, unread };
  const positions = await locateEyePositions(dataSet, options);
  let cut = 0;
  for await (const { index, picture, error = "" } of alignedCrops(dataSet, positions, missing, { ...options, size: side, margin, channels: 3 })) {
    if (picture === undefined) {
      unread.set(index, error.slice(`${samples[index]?.file ?? ""}: `.length));
      continue;
    }
    pixels.set(picture.data, index * each);
    present[index] = 1;
    cut += 1;
  }
  const readable = present.reduce((sum, one) => sum + one, 0);
  if (2 * readable < samples.length) {
    const [[first = 0, reason = ""] = []] = unread;
    throw new Error(`${dataSet.name}: only ${readable} of ${samples.length} pictures could be read and aligned; ${samples[first]?.file ?? ""}: ${reason}`);
  }
  if (file !== undefined && cut > 0) await writeCached(file, bytes);
  return { present, pixels, unread };
}

/** The data set's hash with the order of its samples and their boxes, on which the crops depend. */
async function orderedHash(dataSet: DataSet): Promise<string> {
  const hash = createHash("sha256").update(await dataSetHash(dataSet));
  for (const sample of dataSet.samples) hash.update(`\n${sample.file}\t${columnValue(sample, "box")}`);
  return hash.digest("hex").slice(0, 16);
}
