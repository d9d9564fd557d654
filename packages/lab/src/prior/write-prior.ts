import path from "node:path";
import { drawContactSheet } from "fmpn/drawing";
import { encodePng } from "fmpn/pictures";
import { colorMask } from "fmpn/prior";
import type { DataSet } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import { writeWhole } from "../files/write-whole.js";
import type { MotionPrior } from "./motion-prior.js";

/**
 * Writes a prior into a folder: `<fold>/<class>.png` (8-bit gray masks), `sheet.png` (all of them in the colour map)
 * and `prior.json` (data set with its hash, method, how many pairs went into each mask, what failed).
 */
export async function writePrior(prior: MotionPrior, dataSet: DataSet, folder: string): Promise<void> {
  for (const { fold, masks } of prior.folds) {
    for (const { label, mask } of masks) {
      await writeWhole(path.join(folder, fold, `${label}.png`), await encodePng(mask));
    }
  }
  const labels = prior.folds[0]?.masks.map(({ label }) => label) ?? [];
  const sheet = drawContactSheet({
    title: `Motion masks of ${dataSet.name}`,
    columns: labels,
    rows: prior.folds.map(({ fold, masks }) => ({ name: `fold ${fold}`, pictures: masks.map(({ mask }) => colorMask(mask)) })),
    legend: ["still", "moves most"],
  });
  await writeWhole(path.join(folder, "sheet.png"), await encodePng(sheet));
  const report = {
    dataSet: dataSet.name,
    hash: await dataSetHash(dataSet),
    samples: dataSet.samples.length,
    method: prior.method,
    size: prior.size,
    margin: prior.margin,
    equalization: "LUT(g) = round(255 * #{pixels < g} / (N - #{pixels = max}))",
    neutral: "unweighted mean over the expressions' mean differences",
    folds: prior.folds.map(({ fold, masks }) => ({
      fold,
      made_of: Object.fromEntries(masks.map(({ label, count }) => [label, count])),
    })),
    failures: prior.failures,
  };
  await writeWhole(path.join(folder, "prior.json"), `${JSON.stringify(report, null, 2)}\n`);
}
