import type { JobTable } from "../database/schema.js";
import { measurable, SECRET, type SplitFolders } from "../measure/measurable-split.js";
import type { Source } from "./resolve.js";

/** A protocol under which this hub can measure. */
export interface MeasurableProtocol {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly board: string;
  readonly boardSlug: string;
  readonly images: number | null;
  readonly secret: boolean;
}

export async function measurableProtocols({ sql }: Source, folders: SplitFolders): Promise<readonly MeasurableProtocol[]> {
  const rows = await sql
    .selectFrom("protocol")
    .innerJoin("split", "split.id", "protocol.split_id")
    .innerJoin("board", "board.id", "protocol.board_id")
    .select(["protocol.id as id", "protocol.name as name", "protocol.slug as protocol", "board.title as board", "board.slug as boardSlug", "images", "made_by", "split.slug as slug", "protocol.crop as crop"])
    .where("protocol.evaluator", "=", HUB_EVALUATOR)
    .orderBy("protocol.id")
    .execute();
  const ways = await Promise.all(rows.map((row) => measurable(sql, row, folders)));
  return rows.flatMap(({ id, name, protocol, board, boardSlug, images, made_by }, place) => (ways[place] === undefined ? [] : [{ id, slug: protocol, name, board, boardSlug, images, secret: made_by === SECRET }]));
}

/** `protocol.evaluator` of what a hub measures by itself: crops by the known eyes of drawn faces, or a folder's crops. */
export const HUB_EVALUATOR = "fmpn hub";

export interface QueuedJob {
  readonly id: number;
  readonly state: JobTable["state"];
  readonly measurement: string;
  readonly model: string;
  readonly board: string;
  readonly progress: { readonly done: number; readonly total: number } | undefined;
  readonly added: string;
  readonly error: string | null;
}

/** What is being measured, what waits, and what ended last. */
export async function queuedJobs({ sql }: Source, limit = 50): Promise<readonly QueuedJob[]> {
  const jobs = await sql.selectFrom("job").select(["id", "state", "payload", "progress", "added_at", "error_kind"]).where("kind", "=", "measure").orderBy("id", "desc").limit(limit).execute();
  const ids = jobs.map(({ payload }) => (JSON.parse(payload) as { measurement: number }).measurement);
  const rows = await sql.selectFrom("measurement").innerJoin("model", "model.id", "measurement.model_id").innerJoin("board", "board.id", "measurement.board_id").select(["measurement.id as id", "measurement.slug as slug", "model.name as model", "board.title as board"]).where("measurement.id", "in", [-1, ...ids]).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return jobs.map(({ id, state, progress, added_at, error_kind }, place) => {
    const of = byId.get(ids[place] ?? -1);
    return { id, state, measurement: of?.slug ?? "", model: of?.model ?? "", board: of?.board ?? "", progress: progress === null ? undefined : (JSON.parse(progress) as { done: number; total: number }), added: added_at, error: error_kind };
  });
}

/** How a measurement stands that has no figures yet. */
export async function measurementProgress({ sql }: Source, slug: string) {
  const row = await sql
    .selectFrom("measurement")
    .innerJoin("model", "model.id", "measurement.model_id")
    .innerJoin("board", "board.id", "measurement.board_id")
    .select(["measurement.id as id", "state", "error_kind as errorKind", "report", "model.name as model", "board.title as board", "board.slug as boardSlug"])
    .where("measurement.slug", "=", slug)
    .where("state", "in", ["queued", "running", "failed"])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const job = (await queuedJobs({ sql } as Source, 500)).find(({ measurement }) => measurement === slug);
  return { ...row, error: (JSON.parse(row.report) as { error?: string }).error, progress: job?.progress };
}
