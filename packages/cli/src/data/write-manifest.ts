import path from "node:path";
import { type DataSet, formatManifest, type Sample } from "@fmpn/lab/datasets";
import { writeWhole } from "@fmpn/lab/files";
import { encodePng } from "fmpn/pictures";
import { refuseExisting, writeNew } from "../files/write-new.js";

/**
 * Writes a data set's manifest into its folder, and the pictures that it holds in a table.
 *
 * @throws Error where there is a manifest already: that is its owner's work
 */
export async function writeManifest({ root, samples }: DataSet): Promise<void> {
  const manifest = path.join(root, "labels.csv");
  await refuseExisting(manifest);
  for (const { file, pixels } of samples) {
    if (!pixels) continue;
    const data = Uint8ClampedArray.from(pixels.data);
    await writeWhole(path.join(root, file), await encodePng({ ...pixels, channels: 1, data }));
  }
  await writeNew(manifest, formatManifest(withoutLostNeutrals(samples)));
}

/** A neutral face must have a row of its own, which --where may have left out. */
function withoutLostNeutrals(samples: readonly Sample[]): Sample[] {
  const files = new Set(samples.map(({ file }) => file));
  return samples.map((sample) => (sample.neutral === undefined || files.has(sample.neutral) ? sample : { ...sample, neutral: undefined }));
}
