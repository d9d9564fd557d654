import { readFile } from "node:fs/promises";
import path from "node:path";
import { createPicture } from "fmpn/pictures";
import { columnValue, type DataSet, type Sample } from "../datasets/data-set.js";
import type { WorkOptions } from "../work.js";
import { sha256 } from "./sha256.js";
import { pinSplit, type Split, type SplitPicture } from "./split.js";
import { pixelsHash } from "./synthetic-split.js";

/** Pins the pictures of a data set, or of a part of one. @throws Error naming a file that cannot be read */
export async function pinDataSet(dataSet: DataSet, name: string = dataSet.name, { signal, onProgress }: Pick<WorkOptions, "signal" | "onProgress"> = {}): Promise<Split> {
  const pictures: SplitPicture[] = [];
  for (const [index, sample] of dataSet.samples.entries()) {
    const { file, label, subject } = sample;
    pictures.push({ file, label, subject, fold: columnValue(sample, "fold"), box: columnValue(sample, "box"), sha256: await contentHash(dataSet.root, sample) });
    onProgress?.({ what: `hashing ${dataSet.name}`, done: index + 1, total: dataSet.samples.length });
    signal?.throwIfAborted();
  }
  return await pinSplit(name, pictures);
}

async function contentHash(root: string, { file, pixels }: Sample): Promise<string> {
  if (pixels) return await pixelsHash(createPicture(pixels.width, pixels.height, 1, Uint8ClampedArray.from(pixels.data)));
  return await sha256(new Uint8Array(await readFile(path.join(root, file))));
}
