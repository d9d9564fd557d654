import { mainProtocol, SHOWN_STATES } from "../boards/refresh-boards.js";
import { verdict, type Word } from "../boards/verdict.js";
import type { Board } from "../database/schema.js";
import type { Direction } from "../values/metric-direction.js";
import { jsonList, type Source } from "./resolve.js";
import { ancestorsOf, type TaskLink } from "./tasks.js";

export interface BoardMetric {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly unit: string | null;
  readonly direction: Direction;
  readonly directionSource: string;
  readonly bestResultId: number | null;
}

export interface BoardProtocol {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly text: string;
  readonly classes: readonly string[];
  readonly crop: string | null;
  readonly aggregation: string | null;
  readonly version: number;
  readonly evaluator: string | null;
  readonly comparable: boolean;
  readonly split: { readonly slug: string; readonly name: string; readonly sha256: string | null; readonly images: number | null; readonly subjects: number | null; readonly madeBy: string; readonly shippable: boolean } | undefined;
}

/** A cell of a row. */
export interface BoardValue {
  readonly raw: string;
  readonly number: number | null;
  readonly spread: number | null;
  readonly unit: string | null;
  readonly note: string | null;
  readonly status: string;
  readonly rank: number | null;
}

/** What was measured, by metric. */
export interface BoardMeasurement {
  readonly id: number;
  readonly slug: string;
  readonly resultId: number | null;
  readonly protocolId: number;
  readonly model: BoardModel;
  readonly relation: string;
  readonly state: string;
  readonly errorKind: string | null;
  readonly place: string;
  readonly date: string;
  readonly answers: string | null;
  readonly values: ReadonlyMap<number, { readonly number: number; readonly low: number | null; readonly high: number | null; readonly level: number | null; readonly resampled: string | null; readonly units: number | null }>;
}

export interface BoardModel {
  readonly slug: string;
  readonly name: string;
  readonly parameters: number | null;
  readonly macs: number | null;
}

export interface BoardRow {
  readonly id: number;
  readonly model: BoardModel;
  readonly paper: { readonly slug: string; readonly title: string; readonly stub: boolean } | undefined;
  /** Title in the row, where it isn't the paper's. */
  readonly paperTitle: string | null;
  readonly date: string | null;
  readonly extraData: boolean;
  readonly code: readonly { readonly title: string; readonly url: string }[];
  readonly protocolId: number | null;
  readonly state: string;
  readonly sourceKind: string;
  readonly sourcePlace: string | null;
  readonly quote: string | null;
  readonly note: string | null;
  readonly values: ReadonlyMap<number, BoardValue>;
  readonly measurements: readonly BoardMeasurement[];
  readonly disputes: readonly string[];
}

export interface BoardView {
  readonly board: Board;
  readonly task: TaskLink & { readonly id: number };
  readonly area: TaskLink | undefined;
  readonly ancestors: readonly TaskLink[];
  readonly dataset: { readonly slug: string; readonly name: string; readonly licence: string | null };
  readonly metrics: readonly BoardMetric[];
  readonly protocols: readonly BoardProtocol[];
  /** The protocol that most rows have; null: not stated. */
  readonly mainProtocolId: number | null;
  readonly rows: readonly BoardRow[];
  /** Measurements that stand beside no claim. */
  readonly measuredAlone: readonly BoardMeasurement[];
  /** What the board, its task and the tasks above have to say. */
  readonly notes: readonly string[];
}

/** A whole board: its rows in the archive's order, claims and what was measured. */
export async function boardView(source: Source, id: number): Promise<BoardView> {
  const { sql } = source;
  const board = await sql.selectFrom("board").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const task = await sql.selectFrom("task").select(["id", "slug", "name", "note", "area_id"]).where("id", "=", board.task_id).executeTakeFirstOrThrow();
  const area = task.area_id === null ? undefined : await sql.selectFrom("area").select(["slug", "name"]).where("id", "=", task.area_id).executeTakeFirst();
  const ancestors = await ancestorsOf(source, task.id);
  const dataset = await sql.selectFrom("dataset").select(["slug", "name", "licence_name as licence"]).where("id", "=", board.dataset_id).executeTakeFirstOrThrow();
  const [metrics, protocols, measurements] = [await boardMetrics(source, id), await boardProtocols(source, id), await boardMeasurements(source, "board_id", id)];
  const rows = await sql
    .selectFrom("result")
    .innerJoin("model", "model.id", "result.model_id")
    .leftJoin("paper", "paper.id", "result.paper_id")
    .select(["result.id as id", "model.slug as model_slug", "model.name as model_name", "model.parameters as parameters", "model.macs as macs", "paper.id as paper_id", "paper.slug as paper_slug", "paper.title as title", "paper.stub as stub", "paper_title", "result.date as date", "extra_data", "code", "protocol_id", "state", "source_kind", "source_place", "quote", "note"])
    .where("board_id", "=", id)
    .where("state", "in", [...SHOWN_STATES])
    .orderBy("position")
    .execute();
  const values = await sql.selectFrom("value").innerJoin("result", "result.id", "value.result_id").select(["result_id", "metric_id", "raw", "number", "spread", "unit", "value.note as note", "parse_status", "rank"]).where("result.board_id", "=", id).execute();
  const disputes = await sql.selectFrom("dispute").innerJoin("result", "result.id", "dispute.result_id").select(["result_id", "text"]).where("result.board_id", "=", id).where("dispute.state", "=", "open").orderBy("dispute.id").execute();
  const repositories = await officialCode(source, rows.flatMap(({ paper_id, code }) => (paper_id !== null && code === "[]" ? [paper_id] : [])));
  const valuesOf = new Map<number, Map<number, BoardValue>>();
  for (const { result_id, metric_id, parse_status, ...value } of values) {
    const own = valuesOf.get(result_id) ?? new Map<number, BoardValue>();
    valuesOf.set(result_id, own.set(metric_id, { ...value, status: parse_status }));
  }
  return {
    board,
    task,
    area,
    ancestors,
    dataset,
    metrics,
    protocols,
    mainProtocolId: mainProtocol(rows),
    rows: rows.map((row) => ({
      id: row.id,
      model: { slug: row.model_slug, name: row.model_name, parameters: row.parameters, macs: row.macs },
      paper: row.paper_slug === null || row.title === null ? undefined : { slug: row.paper_slug, title: row.title, stub: row.stub === 1 },
      paperTitle: row.paper_title,
      date: row.date,
      extraData: row.extra_data === 1,
      code: row.code === "[]" ? (repositories.get(row.paper_id ?? -1) ?? []) : jsonList(row.code),
      protocolId: row.protocol_id,
      state: row.state,
      sourceKind: row.source_kind,
      sourcePlace: row.source_place,
      quote: row.quote,
      note: row.note,
      values: valuesOf.get(row.id) ?? new Map<number, BoardValue>(),
      measurements: measurements.filter(({ resultId }) => resultId === row.id),
      disputes: disputes.filter(({ result_id }) => result_id === row.id).map(({ text }) => text),
    })),
    measuredAlone: measurements.filter(({ resultId }) => resultId === null),
    notes: [...new Set([board.note, task.note, ...ancestors.map(({ note }) => note)].filter((note) => note !== null))],
  };
}

export async function boardMetrics({ sql }: Source, board: number): Promise<BoardMetric[]> {
  const rows = await sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "board_metric.metric_id").select(["metric.id as id", "metric.slug as slug", "metric.name as name", "metric.unit as unit", "direction", "direction_source", "best_result_id"]).where("board_id", "=", board).orderBy("position").orderBy("metric.id").execute();
  return rows.map(({ direction_source, best_result_id, ...row }) => ({ ...row, directionSource: direction_source, bestResultId: best_result_id }));
}

export async function boardProtocols({ sql }: Source, board: number): Promise<BoardProtocol[]> {
  const rows = await sql
    .selectFrom("protocol")
    .leftJoin("split", "split.id", "protocol.split_id")
    .select(["protocol.id as id", "protocol.slug as slug", "protocol.name as name", "text", "protocol.classes as classes", "crop", "aggregation", "version", "evaluator", "comparable", "split.slug as split_slug", "split.name as split_name", "manifest_sha256", "images", "subjects", "made_by", "shippable"])
    .where("board_id", "=", board)
    .orderBy("protocol.id")
    .execute();
  return rows.map(({ split_slug, split_name, manifest_sha256, images, subjects, made_by, shippable, classes, comparable, ...row }) => ({
    ...row,
    classes: jsonList<string>(classes),
    comparable: comparable === 1,
    split: split_slug === null ? undefined : { slug: split_slug, name: split_name ?? split_slug, sha256: manifest_sha256, images, subjects, madeBy: made_by ?? "files", shippable: shippable === 1 },
  }));
}

/** Measurements of a board, or of a model. */
export async function boardMeasurements({ sql }: Source, by: "board_id" | "model_id", id: number): Promise<(BoardMeasurement & { readonly boardId: number })[]> {
  const rows = await sql
    .selectFrom("measurement")
    .innerJoin("model", "model.id", "measurement.model_id")
    .select(["measurement.id as id", "measurement.slug as slug", "board_id", "result_id", "protocol_id", "model.slug as model_slug", "model.name as model_name", "parameters", "macs", "relation", "state", "error_kind", "place", "date", "answers_sha256"])
    .where(`measurement.${by}`, "=", id)
    .where("state", "in", ["succeeded", "stale", "failed"])
    .orderBy("measurement.id")
    .execute();
  const values = rows.length === 0 ? [] : await sql.selectFrom("measured_value").selectAll().where("measurement_id", "in", rows.map((row) => row.id)).execute();
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    boardId: row.board_id,
    resultId: row.result_id,
    protocolId: row.protocol_id,
    model: { slug: row.model_slug, name: row.model_name, parameters: row.parameters, macs: row.macs },
    relation: row.relation,
    state: row.state,
    errorKind: row.error_kind,
    place: row.place,
    date: row.date,
    answers: row.answers_sha256,
    values: new Map(values.filter(({ measurement_id }) => measurement_id === row.id).map(({ metric_id, number, low, high, level, resampled, units }) => [metric_id, { number, low, high, level, resampled, units }])),
  }));
}

async function officialCode({ sql }: Source, papers: readonly number[]): Promise<Map<number, { title: string; url: string }[]>> {
  const ids = [...new Set(papers)].slice(0, 2000);
  const found = new Map<number, { title: string; url: string }[]>();
  for (let start = 0; start < ids.length; start += 400) {
    const rows = await sql.selectFrom("paper_repository").innerJoin("repository", "repository.id", "paper_repository.repository_id").select(["paper_id", "url", "owner", "name"]).where("paper_id", "in", ids.slice(start, start + 400)).where("official", "=", 1).execute();
    for (const { paper_id, url, owner, name } of rows) found.set(paper_id, [...(found.get(paper_id) ?? []), { title: `${owner}/${name}`, url }]);
  }
  return found;
}

/** The word of a row by a metric, and the measurement that it rests on: one under the claim's own protocol before others. */
export function wordOf(row: Pick<BoardRow, "values" | "measurements" | "disputes" | "protocolId">, metricId: number): { readonly word: Word; readonly measurement: BoardMeasurement | undefined } {
  const claim = row.values.get(metricId);
  const measured = row.measurements.filter(({ values, state }) => values.has(metricId) || state === "failed");
  const measurement = measured.find(({ protocolId }) => protocolId === row.protocolId) ?? measured[0];
  const figures = measurement?.values.get(metricId);
  return {
    measurement,
    word: verdict(
      claim === undefined ? undefined : { raw: claim.raw, number: claim.number, protocolId: row.protocolId },
      measurement === undefined ? undefined : { state: measurement.state, relation: measurement.relation, protocolId: measurement.protocolId, number: figures?.number ?? null, low: figures?.low ?? null, high: figures?.high ?? null },
      row.disputes.length > 0,
    ),
  };
}
