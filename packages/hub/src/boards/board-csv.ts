import type { BoardView } from "../queries/boards.js";

/** A board's rows as CSV, cells as their sources have them. A cell that a spreadsheet would take for a formula gets an apostrophe. */
export function boardCsv(view: BoardView): string {
  const head = ["rank", "model", ...view.metrics.flatMap(({ name }) => [name, `${name} measured`, `${name} low`, `${name} high`]), "extra data", "protocol", "paper", "paper address", "date", "code", "state"];
  const lines = [
    ...view.rows.map((row) => [
      view.metrics[0] === undefined ? "" : (row.values.get(view.metrics[0].id)?.rank ?? ""),
      row.model.name,
      ...view.metrics.flatMap(({ id }) => {
        const measured = row.measurements.find(({ values }) => values.has(id))?.values.get(id);
        return [row.values.get(id)?.raw ?? "", measured?.number ?? "", measured?.low ?? "", measured?.high ?? ""];
      }),
      row.extraData ? "yes" : "no",
      view.protocols.find(({ id }) => id === row.protocolId)?.name ?? "",
      row.paper?.title ?? row.paperTitle ?? "",
      row.paper === undefined ? "" : `/paper/${row.paper.slug}`,
      row.date ?? "",
      row.code[0]?.url ?? "",
      row.state,
    ]),
    ...view.measuredAlone.map((measurement) => [
      "",
      measurement.model.name,
      ...view.metrics.flatMap(({ id }) => ["", measurement.values.get(id)?.number ?? "", measurement.values.get(id)?.low ?? "", measurement.values.get(id)?.high ?? ""]),
      "",
      view.protocols.find(({ id }) => id === measurement.protocolId)?.name ?? "",
      "",
      "",
      measurement.date,
      "",
      "measured",
    ]),
  ];
  return `${[head, ...lines].map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function csvCell(value: string | number): string {
  const text = typeof value === "string" && /^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
