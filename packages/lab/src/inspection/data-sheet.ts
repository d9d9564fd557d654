import type { Picture } from "fmpn";
import { drawContactSheet } from "fmpn/drawing";
import { readSource } from "../crops/crop-job.js";
import { sourceOf } from "../crops/eye-positions.js";
import type { DataSet } from "../datasets/data-set.js";
import { EXPRESSIONS } from "../datasets/expression-labels.js";

/** A contact sheet of a data set: a row a class, pictures evenly spread over its samples; unreadable ones are left out. */
export async function drawDataSheet(dataSet: DataSet, perClass = 10): Promise<Picture> {
  const rows = [];
  for (const label of EXPRESSIONS) {
    const group = dataSet.samples.filter((sample) => sample.label === label);
    if (group.length === 0) continue;
    const pictures: (Picture | undefined)[] = [];
    for (let i = 0; i < Math.min(perClass, group.length); i++) {
      const sample = group[Math.floor((i * group.length) / Math.min(perClass, group.length))];
      pictures.push(sample ? await readSource(sourceOf(dataSet, sample)).catch(() => undefined) : undefined);
    }
    rows.push({ name: `${label} ${group.length}`, pictures });
  }
  return drawContactSheet({ title: dataSet.name, columns: Array.from({ length: perClass }, () => ""), rows });
}
