import { SHOWN_STATES } from "../boards/refresh-boards.js";
import type { Model } from "../database/schema.js";
import { boardMeasurements, type BoardMeasurement } from "./boards.js";
import { jsonList, type Source } from "./resolve.js";
import type { TaskLink } from "./tasks.js";

export interface ModelFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly kind: string;
}

export interface ModelView {
  readonly model: Model;
  readonly paper: { readonly slug: string; readonly title: string } | undefined;
  readonly files: readonly ModelFile[];
  readonly trainingData: readonly { readonly dataset: string; readonly split: string; readonly relation: string }[];
  readonly claims: readonly { readonly board: string; readonly boardTitle: string; readonly metric: string; readonly raw: string; readonly rank: number | null; readonly protocol: string | null }[];
  readonly measurements: readonly (BoardMeasurement & { readonly board: string; readonly boardTitle: string; readonly protocol: string; readonly metrics: ReadonlyMap<number, string> })[];
}

export async function modelView(source: Source, slug: string): Promise<ModelView | undefined> {
  const { sql } = source;
  const model = await sql.selectFrom("model").selectAll().where("slug", "=", slug).executeTakeFirst();
  if (model === undefined) return undefined;
  const claims = await sql
    .selectFrom("result")
    .innerJoin("board", "board.id", "result.board_id")
    .innerJoin("value", "value.result_id", "result.id")
    .innerJoin("metric", "metric.id", "value.metric_id")
    .leftJoin("protocol", "protocol.id", "result.protocol_id")
    .select(["board.slug as board", "board.title as boardTitle", "metric.name as metric", "raw", "rank", "protocol.name as protocol"])
    .where("model_id", "=", model.id)
    .where("result.state", "in", [...SHOWN_STATES])
    .orderBy("board.title")
    .limit(300)
    .execute();
  const measured = await boardMeasurements(source, "model_id", model.id);
  const boards = new Map((await sql.selectFrom("board").select(["id", "slug", "title"]).where("id", "in", [-1, ...measured.map(({ boardId }) => boardId)]).execute()).map((row) => [row.id, row]));
  const protocols = new Map((await sql.selectFrom("protocol").select(["id", "name"]).where("id", "in", [-1, ...measured.map(({ protocolId }) => protocolId)]).execute()).map((row) => [row.id, row.name]));
  const metrics = new Map((await sql.selectFrom("metric").select(["id", "name"]).where("id", "in", [-1, ...measured.flatMap(({ values }) => [...values.keys()])]).execute()).map((row) => [row.id, row.name]));
  return {
    model,
    paper: model.paper_id === null ? undefined : await sql.selectFrom("paper").select(["slug", "title"]).where("id", "=", model.paper_id).executeTakeFirst(),
    files: jsonList<ModelFile>(model.files),
    trainingData: jsonList(model.training_data),
    claims,
    measurements: measured.map((measurement) => ({ ...measurement, board: boards.get(measurement.boardId)?.slug ?? "", boardTitle: boards.get(measurement.boardId)?.title ?? "", protocol: protocols.get(measurement.protocolId) ?? "", metrics })),
  };
}

export interface MeasurementView {
  readonly measurement: BoardMeasurement & { readonly boardId: number };
  readonly board: { readonly slug: string; readonly title: string };
  readonly protocol: { readonly slug: string; readonly name: string; readonly text: string };
  readonly split: { readonly slug: string; readonly name: string; readonly sha256: string | null; readonly images: number | null } | undefined;
  readonly metrics: readonly (TaskLink & { readonly id: number })[];
  readonly command: string | null;
  readonly isolation: string | null;
  readonly runner: Readonly<Record<string, unknown>>;
  readonly report: { readonly recall?: Readonly<Record<string, number>>; readonly folds?: readonly number[]; readonly confusion?: readonly (readonly number[])[]; readonly classes?: readonly string[] };
  readonly artifact: string | null;
  readonly preprocessing: string | null;
  readonly msPerImage: number | null;
  readonly claim: { readonly model: string; readonly values: ReadonlyMap<number, string>; readonly protocolId: number | null } | undefined;
}

/** One measurement with its document's facts, by slug or number. */
export async function measurementView(source: Source, name: string): Promise<MeasurementView | undefined> {
  const { sql } = source;
  const row = await sql.selectFrom("measurement").selectAll().where((expression) => (/^\d{1,9}$/.test(name) ? expression.or([expression("slug", "=", name), expression("id", "=", Number(name))]) : expression("slug", "=", name))).executeTakeFirst();
  if (row === undefined) return undefined;
  const measurement = (await boardMeasurements(source, "board_id", row.board_id)).find(({ id }) => id === row.id);
  if (measurement === undefined) return undefined;
  const board = await sql.selectFrom("board").select(["slug", "title"]).where("id", "=", row.board_id).executeTakeFirstOrThrow();
  const protocol = await sql.selectFrom("protocol").select(["slug", "name", "text", "split_id"]).where("id", "=", row.protocol_id).executeTakeFirstOrThrow();
  const split = protocol.split_id === null ? undefined : await sql.selectFrom("split").select(["slug", "name", "manifest_sha256 as sha256", "images"]).where("id", "=", protocol.split_id).executeTakeFirst();
  const metrics = await sql.selectFrom("metric").select(["id", "slug", "name"]).where("id", "in", [-1, ...measurement.values.keys()]).execute();
  const claim = row.result_id === null ? undefined : await sql.selectFrom("result").innerJoin("model", "model.id", "result.model_id").select(["model.name as model", "protocol_id"]).where("result.id", "=", row.result_id).executeTakeFirst();
  const claimed = row.result_id === null ? [] : await sql.selectFrom("value").select(["metric_id", "raw"]).where("result_id", "=", row.result_id).execute();
  return {
    measurement,
    board,
    protocol,
    split,
    metrics,
    command: row.command,
    isolation: row.isolation,
    runner: JSON.parse(row.runner) as Record<string, unknown>,
    report: JSON.parse(row.report) as MeasurementView["report"],
    artifact: row.artifact_sha256,
    preprocessing: row.preprocessing_sha256,
    msPerImage: row.ms_per_image,
    claim: claim === undefined ? undefined : { model: claim.model, values: new Map(claimed.map(({ metric_id, raw }) => [metric_id, raw])), protocolId: claim.protocol_id },
  };
}
