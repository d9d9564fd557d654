import { columnsOf, columnValue, type DataSet } from "./data-set.js";
import { shownValue } from "./data-set-error.js";
import { normalizeExpression } from "./expression-labels.js";

/**
 * Keeps the samples that meet every condition of the form `column=value` or `column!=value`; several values may be
 * given with `|` between them (`split=train|valid`). Labels are understood in every spelling (`label=Happy`).
 *
 * @throws Error when a condition has another form or names a column that the data set lacks, or when no sample is left.
 */
export function selectWhere(dataSet: DataSet, conditions: readonly string[]): DataSet {
  if (conditions.length === 0) return dataSet;
  const columns = columnsOf(dataSet.samples);
  const tests = conditions.map((condition) => {
    const [, column, operator, values] = /^([^=!]+)(!?=)(.*)$/.exec(condition) ?? [];
    if (column === undefined || values === undefined) {
      throw new Error(`"${condition}" is no condition; write column=value, such as split=train`);
    }
    if (!columns.includes(column)) {
      throw new Error(`${dataSet.name} has no column "${column}"; it has ${columns.join(", ")}`);
    }
    const words = values.split("|").map((word) => (column === "label" ? (normalizeExpression(word) ?? word) : word));
    return { condition, column, wanted: new Set(words), negated: operator === "!=" };
  });
  let { samples } = dataSet;
  for (const { condition, column, wanted, negated } of tests) {
    const before = samples;
    samples = before.filter((sample) => wanted.has(columnValue(sample, column)) !== negated);
    if (samples.length === 0) throw new Error(`${dataSet.name}: ${condition} leaves no sample; ${column} is ${valuesText(before.map((sample) => columnValue(sample, column)))}${tests.length > 1 ? " where the conditions before it hold" : ""}`);
  }
  return { ...dataSet, samples, unfiltered: dataSet.unfiltered ?? dataSet.samples };
}

const LISTED = 12;

function valuesText(values: readonly string[]): string {
  const different = [...new Set(values)].toSorted();
  const shown = different.slice(0, LISTED).map((value) => (value === "" ? "empty" : shownValue(value).slice(1, -1)));
  return different.length > LISTED ? `${shown.join(", ")} and ${different.length - LISTED} more` : shown.join(", ");
}
