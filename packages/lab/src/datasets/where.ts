import { columnsOf, columnValue, type DataSet } from "./data-set.js";

/**
 * Keeps the samples that meet every condition of the form `column=value` or `column!=value`; several values may be
 * given with `|` between them (`split=train|valid`).
 *
 * @throws Error when a condition has another form or names a column that the data set lacks.
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
    const wanted = new Set(values.split("|"));
    return { column, wanted, negated: operator === "!=" };
  });
  const samples = dataSet.samples.filter((sample) =>
    tests.every(({ column, wanted, negated }) => wanted.has(columnValue(sample, column)) !== negated),
  );
  return { ...dataSet, samples, unfiltered: dataSet.unfiltered ?? dataSet.samples };
}
