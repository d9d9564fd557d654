import { ADDITIONS_FORMAT } from "../archive/additions.js";
import type { Database } from "../database/database.js";
import { lookUp } from "../database/look-up.js";
import { jsonList } from "../queries/resolve.js";
import { groupBy } from "./records.js";

/** What the hub knows beyond the five files, as the records of one file: sections of some size, so that none is too large. */
export async function* exportAdditions(database: Database): AsyncGenerator<unknown> {
  const { sql } = database;
  const record = (section: string, entries: readonly unknown[]) => ({ format: ADDITIONS_FORMAT, [section]: entries });
  for (const [section, entries] of [
    ["tasks", await tasks(database)],
    ["datasets", (await sql.selectFrom("dataset").select(["name", "slug", "access"]).orderBy("id").execute())],
    ["boards", await boards(database)],
    ["splits", await splits(database)],
    ["protocols", await protocols(database)],
    ["models", await models(database)],
    ["claims", await claims(database)],
    ["measurements", await measurements(database)],
    ["disputes", await disputes(database)],
    ["repositories", (await sql.selectFrom("repository").select(["url", "stars", "alive", "checked_at as checkedAt"]).where((expression) => expression.or([expression("stars", "is not", null), expression("alive", "!=", "unknown")])).orderBy("id").execute())],
    ["aliases", await aliases(database)],
  ] as const) {
    for (let start = 0; start < entries.length; start += 2000) yield record(section, entries.slice(start, start + 2000));
  }
}

type Source = Pick<Database, "sql">;

async function tasks({ sql }: Source) {
  const rows = await sql.selectFrom("task").leftJoin("area", "area.id", "task.area_id").select(["task.name as name", "task.slug as slug", "area.name as area", "note", "hidden", "hidden_reason"]).orderBy("task.id").execute();
  return rows.map(({ hidden, hidden_reason, ...row }) => ({ ...row, hidden: hidden === 1 ? (hidden_reason ?? "hidden") : null }));
}

async function boards({ sql }: Source) {
  const metrics = groupBy(await sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "board_metric.metric_id").select(["board_id", "name", "unit", "direction", "direction_source"]).orderBy("position").execute(), ({ board_id }) => board_id);
  const rows = await sql.selectFrom("board").innerJoin("task", "task.id", "board.task_id").innerJoin("dataset", "dataset.id", "board.dataset_id").select(["board.id as id", "board.slug as slug", "task.name as task", "dataset.name as dataset", "board.note as note", "order_kept", "imported_from as importedFrom"]).orderBy("board.id").execute();
  return rows.map(({ id, order_kept, ...row }) => ({
    ...row,
    orderKept: order_kept === 1,
    metrics: (metrics.get(id) ?? []).map(({ name, unit, direction, direction_source }) => ({ name, unit, direction: direction_source === "declared" ? direction : null })),
  }));
}

async function splits({ sql }: Source) {
  const rows = await sql.selectFrom("split").innerJoin("dataset", "dataset.id", "split.dataset_id").select(["split.slug as slug", "split.name as name", "dataset.name as dataset", "manifest_sha256 as manifestSha256", "content_sha256 as contentSha256", "images", "subjects", "classes", "made_by as madeBy", "shippable"]).orderBy("split.id").execute();
  return rows.map(({ classes, shippable, ...row }) => ({ ...row, classes: jsonList<string>(classes), shippable: shippable === 1 }));
}

async function protocols({ sql }: Source) {
  const rows = await sql.selectFrom("protocol").innerJoin("board", "board.id", "protocol.board_id").leftJoin("split", "split.id", "protocol.split_id").select(["board.slug as board", "protocol.slug as slug", "protocol.name as name", "split.slug as split", "protocol.classes as classes", "crop", "aggregation", "text", "protocol.version as version", "evaluator", "comparable"]).orderBy("protocol.id").execute();
  return rows.map(({ classes, comparable, ...row }) => ({ ...row, classes: jsonList<string>(classes), comparable: comparable === 1 }));
}

async function models({ sql }: Source) {
  const rows = await sql.selectFrom("model").leftJoin("paper", "paper.id", "model.paper_id").select(["model.slug as slug", "model.name as name", "paper.slug as paper", "owner", "parameters", "macs", "licence", "files", "preprocessing", "training_data"]).orderBy("model.id").execute();
  return rows.map(({ files, training_data, ...row }) => ({ ...row, files: jsonList<unknown>(files), trainingData: jsonList<unknown>(training_data) }));
}

/** Rows of which more is known than the archive's form can hold; what they claim tells them apart. */
async function claims({ sql }: Source) {
  const rows = await sql
    .selectFrom("result")
    .innerJoin("board", "board.id", "result.board_id")
    .innerJoin("model", "model.id", "result.model_id")
    .leftJoin("paper", "paper.id", "result.paper_id")
    .leftJoin("protocol", "protocol.id", "result.protocol_id")
    .select(["result.id as id", "board.slug as board", "model.name as model", "paper.slug as paper", "protocol.slug as protocol", "source_kind as sourceKind", "source_place as sourcePlace", "quote", "result.note as note", "state", (expression) => expression.exists(expression.selectFrom("value").whereRef("value.result_id", "=", "result.id").where("value.unit", "=", "fraction").select("value.result_id")).as("fraction")])
    .where("state", "in", ["published", "disputed"])
    .where((expression) => expression.or([expression("protocol_id", "is not", null), expression("source_kind", "!=", "archive"), expression("source_place", "is not", null), expression("quote", "is not", null), expression("result.note", "is not", null), expression("state", "!=", "published")]))
    .orderBy("result.id")
    .execute();
  const values = groupBy(await sql.selectFrom("value").innerJoin("metric", "metric.id", "value.metric_id").select(["result_id", "name", "raw"]).execute(), ({ result_id }) => result_id);
  return rows.map(({ id, fraction, ...row }) => ({ ...row, unit: fraction ? "fraction" : null, values: Object.fromEntries((values.get(id) ?? []).map(({ name, raw }) => [name, raw])) }));
}

async function measurements({ sql }: Source) {
  const values = groupBy(await sql.selectFrom("measured_value").innerJoin("metric", "metric.id", "measured_value.metric_id").select(["measurement_id", "name as metric", "number", "low", "high", "level", "resampled", "units"]).orderBy("metric.id").execute(), ({ measurement_id }) => measurement_id);
  const rows = await sql
    .selectFrom("measurement")
    .innerJoin("board", "board.id", "measurement.board_id")
    .innerJoin("model", "model.id", "measurement.model_id")
    .innerJoin("protocol", "protocol.id", "measurement.protocol_id")
    .leftJoin("result", "result.id", "measurement.result_id")
    .leftJoin("model as claimed", "claimed.id", "result.model_id")
    .leftJoin("paper", "paper.id", "result.paper_id")
    .select(["measurement.id as id", "measurement.slug as slug", "board.slug as board", "model.slug as model", "protocol.slug as protocol", "relation", "place", "isolation", "runner", "report", "command", "measurement.date as date", "ms_per_image as msPerImage", "artifact_sha256 as artifact", "preprocessing_sha256 as preprocessing", "answers_sha256 as answers", "claimed.name as claimedBy", "paper.slug as claimPaper"])
    .where("measurement.state", "in", ["succeeded", "stale"])
    .orderBy("measurement.id")
    .execute();
  return rows.map(({ id, runner, report, claimedBy, claimPaper, ...row }) => ({
    ...row,
    runner: JSON.parse(runner) as unknown,
    report: JSON.parse(report) as unknown,
    claim: claimedBy === null ? null : { model: claimedBy, paper: claimPaper },
    values: (values.get(id) ?? []).map(({ metric, number, low, high, level, resampled, units }) => ({ metric, number, low, high, level, resampled, units })),
  }));
}

async function disputes({ sql }: Source) {
  return sql.selectFrom("dispute").innerJoin("result", "result.id", "dispute.result_id").innerJoin("board", "board.id", "result.board_id").innerJoin("model", "model.id", "result.model_id").leftJoin("paper", "paper.id", "result.paper_id").select(["board.slug as board", "model.name as model", "paper.slug as paper", "dispute.by as by", "dispute.text as text", "dispute.state as state", "resolution", "dispute.at as at"]).orderBy("dispute.id").execute();
}

async function aliases(database: Database) {
  const { sql } = database;
  const found: { kind: string; alias: string; target: string; reason: string }[] = [];
  for (const kind of ["paper", "task", "dataset", "board", "method"] as const) {
    const rows = await sql.selectFrom("alias").select(["alias", "target_id", "reason"]).where("kind", "=", kind).orderBy("alias").execute();
    const targets = await lookUp(sql, database.kind, kind, "id", [...new Set(rows.map(({ target_id }) => target_id))], ["slug"]);
    for (const { alias, target_id, reason } of rows) {
      const target = targets.get(target_id)?.slug;
      if (target !== undefined) found.push({ kind, alias, target, reason });
    }
  }
  return found;
}
