import { newModel } from "../boards/new-model.js";
import { refreshBoards } from "../boards/refresh-boards.js";
import type { Result } from "../database/schema.js";
import { foldName } from "../names/fold-name.js";
import { webAddress } from "../names/links.js";
import type { Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import { parseValue } from "../values/parse-value.js";
import type { ContributionKind, Filled } from "./contribution-kind.js";
import { checkAddress, checkDate, listed } from "./fill-in.js";

/** A claim's row as it would be said: its columns, and its figures by metric. */
interface Said {
  readonly columns: Readonly<Partial<Pick<Result, "model_id" | "date" | "extra_data" | "paper_url">>>;
  readonly figures: Readonly<Record<string, string | null>>;
}

/** A row of a benchmark, said otherwise: what its source says now, or said all along. */
export const claimKind: ContributionKind = {
  words: "a corrected claim",
  lead: "A row of a benchmark is not what its source says. Fill in what differs; the rest stays. To doubt a claim itself, dispute it on its own page.",
  fields: [
    { name: "result", label: "Which row", hint: "The number at the end of its address: /result/123", required: true },
    { name: "model", label: "Model" },
    { name: "values", label: "Figures", hint: "One a line: “Accuracy: 93.1”.", lines: 3 },
    { name: "date", label: "Date", hint: "2026-11-29, 2026-11 or 2026" },
    { name: "extra", label: "Uses additional data", options: [{ value: "yes", text: "yes" }, { value: "no", text: "no" }] },
    { name: "source", label: "Its source", type: "url" },
  ],
  title: ({ result = "", model = "" }) => `row ${result}${model === "" ? "" : ` (${model})`}`,
  async check(source, filled) {
    checkAddress("Its source", filled["source"]);
    checkDate("Date", filled["date"]);
    if ((await claimKind.differences(source, filled)).length === 0) throw new ReviewError("That is what stands there.");
  },
  hints: async () => [],
  async differences(source, filled) {
    const { row, figures, wanted } = await target(source, filled);
    const said = (name: string, before: string | null, after: string | undefined) => (after === undefined || after === "" || after === before ? [] : [{ field: name, before, after }]);
    return [
      ...said("Model", row.model, filled["model"]),
      ...[...wanted].flatMap(([metric, { raw }]) => said(metric, figures.get(metric)?.raw ?? null, raw)),
      ...said("Date", row.date, filled["date"]),
      ...said("Uses additional data", row.extra_data === 1 ? "yes" : "no", filled["extra"]),
      ...said("Its source", row.paper_url, filled["source"] ? (webAddress(filled["source"]) ?? "") : ""),
    ];
  },
  async apply(source, filled) {
    await claimKind.check(source, filled);
    const { row, figures, wanted } = await target(source, filled);
    const model = filled["model"] && filled["model"] !== row.model ? await modelNamed(source, filled["model"], row.paper_id) : row.model_id;
    const columns = { model_id: model, date: filled["date"] || row.date, extra_data: filled["extra"] === "yes" ? (1 as const) : filled["extra"] === "no" ? (0 as const) : row.extra_data, paper_url: filled["source"] ? webAddress(filled["source"]) : row.paper_url };
    const before: Said = { columns: { model_id: row.model_id, date: row.date, extra_data: row.extra_data, paper_url: row.paper_url }, figures: Object.fromEntries([...wanted].map(([name, { id }]) => [id, figures.get(name)?.raw ?? null])) };
    const after: Said = { columns, figures: Object.fromEntries([...wanted].map(([, { id, raw }]) => [id, raw])) };
    await write(source, row.id, row.board_id, after);
    return { entity: "result", id: row.id, before: { ...before }, after: { ...after } };
  },
  undo: async (source, { id, before }) => {
    const { board_id } = await source.sql.selectFrom("result").select("board_id").where("id", "=", id).executeTakeFirstOrThrow();
    await write(source, id, board_id, before as unknown as Said);
  },
  address: async (_, { id }) => `/result/${id}`,
};

/** The row that is meant, and the figures that are wanted of it. @throws ReviewError */
async function target(source: Source, filled: Filled) {
  const id = Number(/(\d{1,9})\/?$/.exec(filled["result"] ?? "")?.[1]);
  const row = Number.isInteger(id) ? await source.sql.selectFrom("result").innerJoin("model", "model.id", "model_id").select(["result.id as id", "board_id", "model_id", "model.name as model", "result.paper_id as paper_id", "date", "extra_data", "paper_url"]).where("result.id", "=", id).where("state", "in", ["published", "disputed", "pending"]).executeTakeFirst() : undefined;
  if (row === undefined) throw new ReviewError("Which row: there is none of this number.");
  const metrics = await source.sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "metric_id").select(["metric.id as id", "name", "slug"]).where("board_id", "=", row.board_id).execute();
  const wanted = new Map(
    listed(filled["values"]).map((line) => {
      const [, name = "", raw = ""] = /^(.*):\s*([^:]+)$/.exec(line) ?? [];
      const metric = metrics.find((one) => one.name === name.trim() || one.slug === name.trim());
      if (metric === undefined || raw.trim() === "") throw new ReviewError(`Figures: write “${metrics[0]?.name ?? "Accuracy"}: 93.1”; the benchmark has ${metrics.map(({ name: known }) => known).join(", ") || "no metric"}.`);
      return [metric.name, { id: metric.id, raw: raw.trim().slice(0, 100) }] as const;
    }),
  );
  const figures = new Map((await source.sql.selectFrom("value").innerJoin("metric", "metric.id", "metric_id").select(["name", "raw"]).where("result_id", "=", row.id).execute()).map((value) => [value.name, value]));
  return { row, wanted, figures };
}

async function write({ sql, kind }: Source, id: number, board: number, { columns, figures }: Said): Promise<void> {
  await sql.updateTable("result").set(columns).where("id", "=", id).execute();
  for (const [metric, raw] of Object.entries(figures)) {
    await sql.deleteFrom("value").where("result_id", "=", id).where("metric_id", "=", Number(metric)).execute();
    if (raw === null) continue;
    const { number, spread, unit, note, status } = parseValue(raw);
    await sql.insertInto("value").values({ result_id: id, metric_id: Number(metric), raw, number, spread, unit, note, parse_status: status, rank: null }).execute();
  }
  await refreshBoards(sql, kind, [board]);
}

async function modelNamed({ sql }: Source, name: string, paper: number | null): Promise<number> {
  const key = foldName(name) || name;
  return (await sql.selectFrom("model").select("id").where("name_key", "=", key).where("paper_id", paper === null ? "is" : "=", paper).executeTakeFirst())?.id ?? (await newModel(sql, name, key, paper));
}
