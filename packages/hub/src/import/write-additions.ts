import type { Insertable, Kysely } from "kysely";
import type { Additions } from "../archive/additions.js";
import type { TaskRecord } from "../archive/task-record.js";
import { newModel } from "../boards/new-model.js";
import { insertMany } from "../database/insert-many.js";
import { lookUp } from "../database/look-up.js";
import type { AliasKind, DisputeTable, EditorialState, MeasurementTable, Schema } from "../database/schema.js";
import { nextId } from "../database/transaction.js";
import { updateMany } from "../database/update-many.js";
import { foldName } from "../names/fold-name.js";
import { slugify } from "../names/slug.js";
import { parseValue } from "../values/parse-value.js";
import { assignSlugs } from "./assign-slugs.js";
import { fingerprintOf } from "./fingerprint.js";
import type { ImportContext } from "./import-context.js";
import { openBoardBook, writeTasks } from "./write-boards.js";

type Sql = Kysely<Schema>;

/** Writes what a hub knows beyond the five files. An entry that names what isn't there is refused; the others go on. */
export async function writeAdditions(sql: Sql, context: ImportContext, additions: Additions): Promise<void> {
  const idBySlug = (table: "task" | "dataset" | "board" | "paper" | "model" | "method" | "split") => async (slug: string): Promise<number | undefined> => (await sql.selectFrom(table).select("id").where("slug", "=", slug).executeTakeFirst())?.id;
  const boardId = idBySlug("board");
  const refuse = (section: string, entry: unknown, why: string): void => {
    context.reject(section, why, entry);
    context.count("rejected");
  };
  const done = (): void => context.count("imported");

  for (const { area } of additions.tasks) if (area !== null) context.areaId(area);
  const tasks = additions.tasks.map((task) => ({ ...task, id: context.taskId(task.name, task.slug), areaId: task.area === null ? null : context.areaId(task.area) }));
  const datasets = additions.datasets.map((dataset) => ({ ...dataset, id: context.datasetId(dataset.name, dataset.slug) }));
  for (const book of [context.areas, context.tasks, context.datasets]) await book.flush(sql, context.kind);
  await assignSlugs(sql, context.kind, "task", new Map(tasks.map(({ id, slug }) => [id, slug])));
  await updateMany(sql, context.kind, "task", { id: "integer" }, { note: "text", hidden: "integer", hidden_reason: "text" }, tasks.map(({ id, note, hidden }) => [id, note, hidden === null ? 0 : 1, hidden]));
  await updateMany(sql, context.kind, "task", { id: "integer" }, { area_id: "integer" }, tasks.flatMap(({ id, areaId }) => (areaId === null ? [] : [[id, areaId]])));
  await assignSlugs(sql, context.kind, "dataset", new Map(datasets.map(({ id, slug }) => [id, slug])));
  await updateMany(sql, context.kind, "dataset", { id: "integer" }, { access: "text" }, datasets.map(({ id, access }) => [id, access]));
  context.count("imported", tasks.length + datasets.length);
  for (const { url, stars, alive, checkedAt } of additions.repositories) {
    await sql.updateTable("repository").set({ stars, alive: alive as "ok", checked_at: checkedAt }).where("url", "=", url).execute();
    done();
  }
  await writeBoardFacts(sql, context, additions.boards, done);
  for (const split of additions.splits) {
    const dataset = context.datasetId(split.dataset);
    await context.datasets.flush(sql, context.kind);
    const row = { slug: split.slug, name: split.name, dataset_id: dataset, manifest_sha256: split.manifestSha256, content_sha256: split.contentSha256, images: split.images, subjects: split.subjects, classes: JSON.stringify(split.classes), made_by: split.madeBy, shippable: split.shippable ? (1 as const) : (0 as const) };
    await sql.insertInto("split").values({ id: await nextId(sql, "split"), ...row }).onConflict((conflict) => conflict.column("slug").doUpdateSet(row)).execute();
    done();
  }
  for (const protocol of additions.protocols) {
    const board = await boardId(protocol.board);
    const split = protocol.split === null ? null : await idBySlug("split")(protocol.split);
    if (board === undefined || split === undefined) {
      refuse("protocols", protocol, board === undefined ? `there is no board ${protocol.board}` : `there is no split ${protocol.split ?? ""}`);
      continue;
    }
    const row = { board_id: board, slug: protocol.slug, name: protocol.name, split_id: split, classes: JSON.stringify(protocol.classes), crop: protocol.crop, aggregation: protocol.aggregation, text: protocol.text, version: protocol.version, evaluator: protocol.evaluator, comparable: protocol.comparable ? (1 as const) : (0 as const) };
    await sql.insertInto("protocol").values({ id: await nextId(sql, "protocol"), ...row }).onConflict((conflict) => conflict.columns(["board_id", "slug"]).doUpdateSet(row)).execute();
    done();
  }
  await writeModels(sql, context, additions.models, done);
  for (const claim of additions.claims) await writeClaim(sql, context, claim, refuse, done);
  for (const measurement of additions.measurements) await writeMeasurement(sql, context, measurement, refuse, done);
  for (const dispute of additions.disputes) {
    const result = await findResult(sql, dispute.board, dispute.model, dispute.paper);
    if (result === undefined) {
      refuse("disputes", dispute, `there is no such row on ${dispute.board}`);
      continue;
    }
    const same = await sql.selectFrom("dispute").select("id").where("result_id", "=", result.id).where("text", "=", dispute.text).executeTakeFirst();
    const row = { result_id: result.id, by: dispute.by, text: dispute.text, state: dispute.state as DisputeTable["state"], resolution: dispute.resolution, revision_id: null, at: dispute.at };
    if (same === undefined) await sql.insertInto("dispute").values({ id: await nextId(sql, "dispute"), ...row }).execute();
    else await sql.updateTable("dispute").set(row).where("id", "=", same.id).execute();
    if (row.state === "open") await sql.updateTable("result").set({ state: "disputed" }).where("id", "=", result.id).where("state", "=", "published").execute();
    done();
  }
  for (const { kind, alias, target, reason } of additions.aliases) {
    const table = (["paper", "task", "dataset", "board", "method"] as const).find((name) => name === kind);
    const id = table === undefined ? undefined : await idBySlug(table)(target);
    if (table === undefined || id === undefined) {
      refuse("aliases", { kind, alias, target }, table === undefined ? `${kind} has no aliases` : `there is no ${kind} ${target}`);
      continue;
    }
    await insertMany(sql, context.kind, "alias", [{ kind: table as AliasKind, alias, target_id: id, reason }], "ignore");
    done();
  }
}

async function writeBoardFacts(sql: Sql, context: ImportContext, boards: Additions["boards"], done: () => void): Promise<void> {
  if (boards.length === 0) return;
  const book = await openBoardBook(sql);
  const slugs = new Map<number, string>();
  // All at once: each would ask for the same names again.
  await writeTasks(sql, context, book, boards.map((board) => boardTask(board)), { kind: "hub-additions", name: "additions" });
  for (const board of boards) {
    const made = book.boards.get(`${context.taskId(board.task)} ${context.datasetId(board.dataset)}`)?.id;
    if (made === undefined) continue;
    slugs.set(made, board.slug);
    await sql.updateTable("board").set({ note: board.note, ...(board.importedFrom === null ? {} : { imported_from: board.importedFrom }), ...(board.orderKept === null ? {} : { order_kept: board.orderKept ? 1 : 0 }) }).where("id", "=", made).execute();
    for (const { name, direction, unit } of board.metrics) {
      const metric = context.metrics.find(name);
      if (metric === undefined) continue;
      if (unit !== null) await sql.updateTable("metric").set({ unit }).where("id", "=", metric).execute();
      if (direction === "higher" || direction === "lower" || direction === "unknown") await sql.updateTable("board_metric").set({ direction, direction_source: "declared" }).where("board_id", "=", made).where("metric_id", "=", metric).execute();
    }
    done();
  }
  await assignSlugs(sql, context.kind, "board", slugs);
}

function boardTask(board: Additions["boards"][number]): TaskRecord {
  const record = { dataset: board.dataset, parentDataset: null, description: null, links: [], citations: [], metrics: board.metrics.map(({ name }) => name), rows: [], path: board.slug, problems: [] };
  return { name: board.task, parent: null, description: null, categories: [], synonyms: [], sourceLink: null, boards: [record], path: "" };
}

async function writeModels(sql: Sql, context: ImportContext, models: Additions["models"], done: () => void): Promise<void> {
  if (models.length === 0) return;
  const papers = await lookUp(sql, context.kind, "paper", "slug", [...new Set(models.flatMap(({ paper }) => paper ?? []))], ["id"]);
  const known = await lookUp(sql, context.kind, "model", "slug", models.map(({ slug }) => slug), ["id"]);
  const same = new Map((await sql.selectFrom("model").select(["id", "name_key", "paper_id"]).execute()).map(({ id, name_key, paper_id }) => [`${paper_id} ${name_key}`, id]));
  let next = await nextId(sql, "model");
  const slugs = new Map<number, string>();
  const fresh: Insertable<Schema["model"]>[] = [];
  const columns = { name: "text", name_key: "text", paper_id: "integer", owner: "text", parameters: "bigint", macs: "bigint", licence: "text", files: "text", preprocessing: "text", training_data: "text" } as const;
  const updates: (string | number | null)[][] = [];
  for (const model of models) {
    const name_key = foldName(model.name) || model.name;
    const paper = model.paper === null ? null : (papers.get(model.paper)?.id ?? null);
    const row = { name: model.name, name_key, paper_id: paper, owner: model.owner, parameters: model.parameters, macs: model.macs, licence: model.licence, files: JSON.stringify(model.files), preprocessing: model.preprocessing, training_data: JSON.stringify(model.trainingData) };
    // Rows of a table have made the model already, under a slug of their own.
    const id = same.get(`${paper} ${name_key}`) ?? known.get(model.slug)?.id;
    if (id === undefined) fresh.push({ id: next, slug: `~${next}`, ...row });
    else updates.push([id, ...Object.keys(columns).map((column) => row[column as keyof typeof row])]);
    slugs.set(id ?? next++, model.slug);
    done();
  }
  await insertMany(sql, context.kind, "model", fresh);
  await updateMany(sql, context.kind, "model", { id: "integer" }, columns, updates);
  await assignSlugs(sql, context.kind, "model", slugs);
}

/** A row by its board, the model's name, and the paper's slug where that's told; of several, one under the protocol. */
async function findResult(sql: Sql, board: string, model: string, paper: string | null, protocol?: number) {
  let query = sql
    .selectFrom("result")
    .innerJoin("board", "board.id", "result.board_id")
    .innerJoin("model", "model.id", "result.model_id")
    .leftJoin("paper", "paper.id", "result.paper_id")
    .select(["result.id as id", "result.model_id as model_id", "result.protocol_id as protocol_id"])
    .where("board.slug", "=", board)
    .where("model.name_key", "=", foldName(model));
  if (paper !== null) query = query.where("paper.slug", "=", paper);
  const rows = await query.orderBy("result.id").execute();
  return rows.find(({ protocol_id }) => protocol_id === protocol) ?? rows.find(({ protocol_id }) => protocol_id !== null) ?? rows[0];
}

async function protocolId(sql: Sql, board: number, slug: string | null): Promise<number | null | undefined> {
  return slug === null ? null : (await sql.selectFrom("protocol").select("id").where("board_id", "=", board).where("slug", "=", slug).executeTakeFirst())?.id;
}

async function writeClaim(sql: Sql, context: ImportContext, claim: Additions["claims"][number], refuse: (section: string, entry: unknown, why: string) => void, done: () => void): Promise<void> {
  const board = await sql.selectFrom("board").select(["id", "dataset_id"]).where("slug", "=", claim.board).executeTakeFirst();
  if (board === undefined) return refuse("claims", claim, `there is no board ${claim.board}`);
  const protocol = await protocolId(sql, board.id, claim.protocol);
  if (protocol === undefined) return refuse("claims", claim, `${claim.board} has no protocol ${claim.protocol ?? ""}`);
  const paper = claim.paper === null ? null : (await sql.selectFrom("paper").select("id").where("slug", "=", claim.paper).executeTakeFirst())?.id;
  if (paper === undefined) return refuse("claims", claim, `there is no paper ${claim.paper ?? ""}`);
  const name_key = foldName(claim.model);
  const sameModel = sql.selectFrom("result").innerJoin("model", "model.id", "result.model_id").select(["result.id as id"]).where("result.board_id", "=", board.id).where("model.name_key", "=", name_key).orderBy("result.id");
  const known = await (paper === null ? sameModel : sameModel.where("result.paper_id", "=", paper)).execute();
  const told = { ...(claim.sourceKind === null ? {} : { source_kind: claim.sourceKind }), ...(claim.sourcePlace === null ? {} : { source_place: claim.sourcePlace }), ...(claim.quote === null ? {} : { quote: claim.quote }), ...(claim.note === null ? {} : { note: claim.note }), ...(claim.state === null ? {} : { state: claim.state as EditorialState }), ...(claim.date === null ? {} : { date: claim.date }) };
  const values = Object.entries(claim.values);
  const match = await matchingRow(sql, context, known.map(({ id }) => id), values);
  if (match !== undefined) {
    await sql.updateTable("result").set({ ...told, protocol_id: protocol }).where("id", "=", match).execute();
    if (claim.unit !== null) await sql.updateTable("value").set({ unit: claim.unit }).where("result_id", "=", match).where("number", "is not", null).execute();
    return done();
  }
  if (values.length === 0) return refuse("claims", claim, `there is no such row on ${claim.board}, and no values to make one of`);
  const model = (await sql.selectFrom("model").select("id").where("name_key", "=", name_key).where("paper_id", paper === null ? "is" : "=", paper).executeTakeFirst())?.id ?? (await newModel(sql, claim.model, name_key, paper));
  const id = await nextId(sql, "result");
  const last = await sql.selectFrom("result").select((expression) => expression.fn.max("position").as("position")).where("board_id", "=", board.id).executeTakeFirst();
  const fingerprint = fingerprintOf({ datasetId: board.dataset_id, modelKey: name_key, paperId: paper, paperTitle: null, extraData: false, cells: values });
  await sql.insertInto("result").values({ id, board_id: board.id, model_id: model, protocol_id: protocol, paper_id: paper, paper_title: null, paper_url: null, date: null, extra_data: 0, code: "[]", model_links: "[]", tags: "[]", position: (last?.position ?? -1) + 1, state: "published", source_kind: "collected", source_place: null, quote: null, note: null, submitted_by: null, fingerprint, ...told }).execute();
  for (const [name, raw] of values) {
    const metric = context.metrics.idOf(name, slugify(name), (own, slug, key) => ({ id: own, slug, name, name_key: key, unit: null }));
    await context.metrics.flush(sql, context.kind);
    const position = await sql.selectFrom("board_metric").select((expression) => expression.fn.countAll().as("n")).where("board_id", "=", board.id).executeTakeFirst();
    await insertMany(sql, context.kind, "board_metric", [{ board_id: board.id, metric_id: metric, position: Number(position?.n ?? 0), direction: "unknown", direction_source: "none", best_result_id: null }], "ignore");
    const parsed = parseValue(raw);
    await sql.insertInto("value").values({ result_id: id, metric_id: metric, raw, number: parsed.number, spread: parsed.spread, unit: claim.unit ?? parsed.unit, note: parsed.note, parse_status: parsed.status, rank: null }).execute();
  }
  done();
}

/** Of several rows of a model, the one whose cells say the same; of one row, that one, unless its cells say otherwise. */
async function matchingRow(sql: Sql, context: ImportContext, rows: readonly number[], values: readonly (readonly [string, string])[]): Promise<number | undefined> {
  if (values.length === 0) return rows[0];
  for (const id of rows) {
    const cells = await sql.selectFrom("value").select(["metric_id", "raw"]).where("result_id", "=", id).execute();
    if (values.every(([name, raw]) => cells.some((cell) => cell.metric_id === context.metrics.find(name) && cell.raw === raw))) return id;
  }
  return undefined;
}

async function writeMeasurement(sql: Sql, context: ImportContext, measurement: Additions["measurements"][number], refuse: (section: string, entry: unknown, why: string) => void, done: () => void): Promise<void> {
  const board = await sql.selectFrom("board").select("id").where("slug", "=", measurement.board).executeTakeFirst();
  if (board === undefined) return refuse("measurements", measurement, `there is no board ${measurement.board}`);
  const protocol = await protocolId(sql, board.id, measurement.protocol);
  if (protocol === undefined || protocol === null) return refuse("measurements", measurement, `${measurement.board} has no protocol ${measurement.protocol}`);
  const model = await sql.selectFrom("model").select("id").where("slug", "=", measurement.model).executeTakeFirst();
  if (model === undefined) return refuse("measurements", measurement, `there is no model ${measurement.model}`);
  const claim = measurement.claim === null ? undefined : await findResult(sql, measurement.board, measurement.claim.model, measurement.claim.paper, protocol);
  if (measurement.claim !== null && claim === undefined) return refuse("measurements", measurement, `there is no claim of ${measurement.claim.model} on ${measurement.board}`);
  const row = {
    slug: measurement.slug,
    board_id: board.id,
    result_id: claim?.id ?? null,
    model_id: model.id,
    protocol_id: protocol,
    relation: measurement.relation as MeasurementTable["relation"],
    artifact_sha256: measurement.artifact,
    preprocessing_sha256: measurement.preprocessing,
    state: "succeeded" as const,
    error_kind: null,
    place: measurement.place,
    isolation: measurement.isolation,
    runner: JSON.stringify(measurement.runner),
    answers_sha256: measurement.answers,
    report: JSON.stringify(measurement.report),
    command: measurement.command,
    date: measurement.date,
    ms_per_image: measurement.msPerImage,
    document_sha256: null,
    signature: null,
  };
  await sql.insertInto("measurement").values({ id: await nextId(sql, "measurement"), ...row }).onConflict((conflict) => conflict.column("slug").doUpdateSet(row)).execute();
  const own = await sql.selectFrom("measurement").select("id").where("slug", "=", measurement.slug).executeTakeFirstOrThrow();
  await sql.deleteFrom("measured_value").where("measurement_id", "=", own.id).execute();
  for (const { metric: name, ...value } of measurement.values) {
    const metric = context.metrics.idOf(name, slugify(name), (id, slug, name_key) => ({ id, slug, name, name_key, unit: null }));
    await context.metrics.flush(sql, context.kind);
    const position = await sql.selectFrom("board_metric").select((expression) => expression.fn.countAll().as("n")).where("board_id", "=", board.id).executeTakeFirst();
    await insertMany(sql, context.kind, "board_metric", [{ board_id: board.id, metric_id: metric, position: Number(position?.n ?? 0), direction: "unknown", direction_source: "none", best_result_id: null }], "ignore");
    await sql.insertInto("measured_value").values({ measurement_id: own.id, metric_id: metric, ...value }).execute();
  }
  done();
}
