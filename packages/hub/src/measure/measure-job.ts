import { ForeignModelError } from "@fmpn/graph/onnx";
import type { MeasurementDocument } from "@fmpn/lab/measurement";
import type { Kysely } from "kysely";
import { refreshBoards } from "../boards/refresh-boards.js";
import type { Database } from "../database/database.js";
import type { Schema } from "../database/schema.js";
import type { DoJob, JobOutcome } from "../queue/work.js";
import { setFact } from "../search/rebuild-search.js";
import type { ArtifactStore } from "../storage/artifact-store.js";
import type { MeasurePayload } from "../submissions/submit-model.js";
import { documentFigures, documentReport } from "./document-figures.js";
import { measurable, type SplitFolders } from "./measurable-split.js";
import type { Runner } from "./open-strangers-model.js";

export interface MeasuringPlace {
  readonly database: Database;
  readonly store: ArtifactStore;
  readonly runner: Runner;
  readonly folders?: SplitFolders | undefined;
}

/** Measures what a job names: one document in the store and its figures in the tables, or a failure by name. */
export function measureJob({ database, store, runner, folders }: MeasuringPlace): DoJob {
  return async ({ payload }, { signal, tell }) => {
    const { measurement: id } = payload as MeasurePayload;
    const { sql, kind } = database;
    const row = await sql.selectFrom("measurement").select(["protocol_id", "board_id", "artifact_sha256", "preprocessing_sha256"]).where("id", "=", id).executeTakeFirstOrThrow();
    const split = await sql.selectFrom("protocol").innerJoin("split", "split.id", "protocol.split_id").select(["split.id as id", "split.slug as slug", "made_by", "images", "manifest_sha256", "content_sha256"]).where("protocol.id", "=", row.protocol_id).executeTakeFirst();
    const way = split && (await measurable(sql, split, folders));
    const file = row.artifact_sha256 === null ? undefined : await store.find(row.artifact_sha256);
    const statement = row.preprocessing_sha256 === null ? undefined : await store.find(row.preprocessing_sha256);
    if (split === undefined || way === undefined) return failure(id, "split missing", "this hub does not hold the pictures of the protocol");
    if (file === undefined) throw new Error(`the file of measurement ${id} is not in the store`);
    await sql.updateTable("measurement").set({ state: "running" }).where("id", "=", id).where("state", "=", "queued").execute();
    // Loaded with the first job: a worker that waits needs little.
    const { formatMeasurement } = await import("@fmpn/lab/measurement");
    const { measureModel } = await import("./measure-model.js");
    try {
      const document = await measureModel({ file, statement }, way, runner, { signal, onProgress: ({ done, total }) => tell({ done, total }) });
      const pinned = split.content_sha256;
      if (pinned !== null && pinned !== document.split.content_sha256) return failure(id, "split missing", "the pictures of the protocol are not here as they were pinned: their hash differs");
      const stored = await store.put(new Blob([formatMeasurement(document)]).stream(), 1e7);
      return {
        ending: { state: "done" },
        write: async (within) => {
          await within.insertInto("artifact").values({ sha256: stored.sha256, bytes: stored.bytes, kind: "document", opset: null, operators: "[]", inputs: "[]", outputs: "[]", screened_at: null, verdict: null, quarantine: 0 }).onConflict((conflict) => conflict.doNothing()).execute();
          if (pinned === null) await within.updateTable("split").set({ manifest_sha256: document.split.manifest_sha256, content_sha256: document.split.content_sha256 }).where("id", "=", split.id).execute();
          await writeDocument(within, id, row.board_id, document, stored.sha256);
          await refreshBoards(within, kind, [row.board_id]);
          await setFact(within, "changed", new Date().toISOString());
        },
      };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ForeignModelError)) throw error;
      return failure(id, error.kind, error.message.replace(/(?:\/[\w.@-]+)*\/?[0-9a-f]{64}/g, "the file"));
    }
  };
}

function failure(id: number, kind: string, text: string): JobOutcome {
  return { ending: { state: "failed", kind, text }, write: (sql) => failMeasurement(sql, id, kind, text) };
}

/** A measurement that came to nothing, with its kind and a sentence for whoever handed the model in. */
export async function failMeasurement(sql: Kysely<Schema>, id: number, kind: string, text: string): Promise<void> {
  await sql.updateTable("measurement").set({ state: "failed", error_kind: kind, report: JSON.stringify({ error: text }) }).where("id", "=", id).execute();
}

async function writeDocument(sql: Kysely<Schema>, id: number, board: number, document: MeasurementDocument, sha256: string): Promise<void> {
  await sql
    .updateTable("measurement")
    .set({ state: "succeeded", error_kind: null, isolation: document.runner.isolation ?? null, runner: JSON.stringify(document.runner), answers_sha256: document.answers_sha256, report: JSON.stringify(documentReport(document)), date: document.measured_at.slice(0, 10), ms_per_image: Math.round(100 * document.ms_per_image) / 100, document_sha256: sha256 })
    .where("id", "=", id)
    .execute();
  for (const { name, slug, onBoards, ...figure } of documentFigures(document)) {
    const known = await sql.selectFrom("metric").select("id").where((is) => is.or([is("slug", "=", slug), is("name_key", "=", name.toLowerCase())])).executeTakeFirst();
    const metric = known?.id ?? (await sql.insertInto("metric").values({ slug, name, name_key: name.toLowerCase(), unit: "%" }).returning("id").executeTakeFirstOrThrow()).id;
    // A board's own metrics stay its own; what it does not rank by stands on the measurement's page.
    const onBoard = await sql.selectFrom("board_metric").select("metric_id").where("board_id", "=", board).where("metric_id", "=", metric).executeTakeFirst();
    if (onBoard === undefined && onBoards) await sql.insertInto("board_metric").values({ board_id: board, metric_id: metric, position: 0, direction: "higher", direction_source: "declared", best_result_id: null }).execute();
    await sql.insertInto("measured_value").values({ measurement_id: id, metric_id: metric, ...figure }).execute();
  }
}
