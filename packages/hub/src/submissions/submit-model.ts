import { ForeignModelError, type RefusalKind } from "@fmpn/graph/onnx";
import { z } from "zod";
import type { Person } from "../accounts/accounts.js";
import { newModel } from "../boards/new-model.js";
import type { Database } from "../database/database.js";
import { inTransaction, nextId } from "../database/transaction.js";
import { measurable, type SplitFolders } from "../measure/measurable-split.js";
import type { DryRun } from "../measure/measure-model.js";
import { type Runner, UPLOAD_LIMITS } from "../measure/open-strangers-model.js";
import { foldName } from "../names/fold-name.js";
import { shortSlug } from "../names/slug.js";
import type { JobQueue } from "../queue/job-queue.js";
import type { ArtifactStore } from "../storage/artifact-store.js";

/** What someone says of a model that is to be measured. */
export const modelSubmissionSchema = z.object({
  protocol: z.coerce.number().int(),
  name: z.string().trim().min(1, "give it a name").max(120),
  /** Of the weights: without one nobody may know what may be done with them. */
  licence: z.string().trim().min(1, "state a licence, if only “not to be passed on”").max(120),
  trainingData: z.string().trim().min(1, "say what it was trained on, if only “not known”").max(1000),
  relation: z.enum(["disjoint", "overlaps", "unknown"]),
});
export type ModelSubmission = z.infer<typeof modelSubmissionSchema>;

/** A submission of a model as it is kept. */
export interface KeptModelSubmission extends ModelSubmission {
  readonly model: string;
  readonly bytes: number;
  readonly preprocessing: string | undefined;
  readonly dryRun: DryRun;
}

/** A model was not taken. */
export class RefusedModel extends Error {
  override readonly name = "RefusedModel";
  constructor(
    readonly kind: RefusalKind | "preprocessing" | "isolation" | "split missing",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface ModelDesk {
  readonly database: Database;
  readonly store: ArtifactStore;
  readonly runner: Runner;
  readonly folders: SplitFolders;
  /** Whether models are taken where no sandbox is to be had. */
  readonly trustStrangers: boolean;
}

/**
 * Takes a model in: stores it by its hash, screens it, and asks it about eight faces in the sandbox, so that whoever hands it in
 * sees at once whether its pre-processing is right. Nothing is queued yet.
 *
 * @returns the draft's number
 * @throws RefusedModel with the kind of refusal; TooLargeError
 */
export async function draftModel({ database, store, runner, folders, trustStrangers }: ModelDesk, person: Person, said: ModelSubmission, model: Blob, preprocessing: Blob | undefined): Promise<number> {
  if (runner.isolation !== "bubblewrap" && !trustStrangers) {
    throw new RefusedModel("isolation", "This hub's machine has nothing that keeps a stranger's model apart (bubblewrap is not installed), so it takes none. Its operator may install it, or decide otherwise.");
  }
  const split = await splitOf(database, said.protocol, folders);
  if (split === undefined) throw new RefusedModel("split missing", "This hub does not hold the pictures of that protocol.");
  const stored = await store.put(model.stream(), UPLOAD_LIMITS.file);
  const statement = preprocessing === undefined ? undefined : await store.put(preprocessing.stream(), 20_000);
  const files = { file: (await store.find(stored.sha256)) ?? "", statement: statement && (await store.find(statement.sha256)) };
  // A hub that only shows pages loads no networks.
  const { readForeignModel } = await import("@fmpn/lab/foreign");
  const { tryModel } = await import("../measure/measure-model.js");
  const { dryRun, screened } = await refusing(async () => ({ screened: (await readForeignModel(files.file, { limits: UPLOAD_LIMITS })).screened, dryRun: await tryModel(files, runner) }));
  const kept: KeptModelSubmission = { ...said, model: stored.sha256, bytes: stored.bytes, preprocessing: statement?.sha256, dryRun };
  const now = new Date().toISOString();
  return await inTransaction(database, async (sql) => {
    const shapes = (values: typeof screened.inputs): string => JSON.stringify(values.map(({ name, shape }) => ({ name, shape })));
    const facts = { opset: screened.opsets[""] ?? null, operators: JSON.stringify(screened.operators), inputs: shapes(screened.inputs), outputs: shapes(screened.outputs), screened_at: now, verdict: "taken", quarantine: 1 as const };
    await sql.insertInto("artifact").values({ sha256: stored.sha256, bytes: stored.bytes, kind: "onnx", ...facts }).onConflict((conflict) => conflict.doNothing()).execute();
    if (statement) await sql.insertInto("artifact").values({ sha256: statement.sha256, bytes: statement.bytes, kind: "preprocessing", opset: null, operators: "[]", inputs: "[]", outputs: "[]", screened_at: now, verdict: "taken", quarantine: 0 }).onConflict((conflict) => conflict.doNothing()).execute();
    return (await sql.insertInto("submission").values({ kind: "model", person_id: person.id, state: "draft", content: JSON.stringify(kept), target_id: null, created: now }).returning("id").executeTakeFirstOrThrow()).id;
  });
}

/** The error's kind and one sentence for whoever handed the model in: without the folders of this machine. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).replace(/(?:\/[\w.@-]+)*\/?[0-9a-f]{64}/g, "the file");
    if (error instanceof ForeignModelError) throw new RefusedModel(error.kind, message, { cause: error });
    throw new RefusedModel("preprocessing", message, { cause: error });
  }
}

async function splitOf({ sql }: Database, protocol: number, folders: SplitFolders) {
  const split = await sql.selectFrom("protocol").innerJoin("split", "split.id", "protocol.split_id").select(["split.slug as slug", "made_by", "images"]).where("protocol.id", "=", protocol).executeTakeFirst();
  return split && (await measurable(sql, split, folders));
}

/** The payload of a measuring job. */
export interface MeasurePayload {
  readonly measurement: number;
}

/**
 * Queues what was drafted and looked at. A model that was measured under the protocol before, or waits for it, is not measured twice.
 *
 * @returns the measurement's slug
 */
export async function queueModel(database: Database, queue: JobQueue, person: Person, submission: number): Promise<string> {
  return await inTransaction(
    database,
    async (sql) => {
      const draft = await sql.selectFrom("submission").selectAll().where("id", "=", submission).where("person_id", "=", person.id).where("kind", "=", "model").executeTakeFirst();
      if (draft === undefined) throw new RangeError("there is no such draft of yours");
      const said = JSON.parse(draft.content) as KeptModelSubmission;
      const settle = async (id: number): Promise<void> => void (await sql.updateTable("submission").set({ state: "published", target_id: id }).where("id", "=", submission).execute());
      const same = await sql.selectFrom("measurement").select(["id", "slug"]).where("artifact_sha256", "=", said.model).where("preprocessing_sha256", said.preprocessing === undefined ? "is" : "=", said.preprocessing ?? null).where("protocol_id", "=", said.protocol).where("state", "in", ["queued", "running", "succeeded"]).executeTakeFirst();
      if (same !== undefined) {
        await settle(same.id);
        return same.slug;
      }
      const protocol = await sql.selectFrom("protocol").innerJoin("board", "board.id", "protocol.board_id").innerJoin("dataset", "dataset.id", "board.dataset_id").select(["protocol.id as id", "board_id", "dataset.name as dataset"]).where("protocol.id", "=", said.protocol).executeTakeFirstOrThrow();
      const model = await newModel(sql, said.name, foldName(said.name) || said.name, null);
      const { slug } = await sql
        .updateTable("model")
        .set({ owner: person.name, licence: said.licence, files: JSON.stringify([{ name: "model.onnx", sha256: said.model, bytes: said.bytes, kind: "onnx" }]), training_data: JSON.stringify([{ dataset: protocol.dataset, split: said.trainingData, relation: said.relation }]) })
        .where("id", "=", model)
        .returning("slug")
        .executeTakeFirstOrThrow();
      const id = await nextId(sql, "measurement");
      const name = `${shortSlug(slug)}-${id}`;
      await sql
        .insertInto("measurement")
        .values({ id, slug: name, board_id: protocol.board_id, result_id: null, model_id: model, protocol_id: protocol.id, relation: "own", artifact_sha256: said.model, preprocessing_sha256: said.preprocessing ?? null, state: "queued", error_kind: null, place: "this hub", isolation: null, runner: "{}", answers_sha256: null, report: "{}", command: null, date: new Date().toISOString().slice(0, 10), ms_per_image: null, document_sha256: null, signature: null })
        .execute();
      await queue.add({ kind: "measure", payload: { measurement: id } satisfies MeasurePayload, ownerId: person.id }, sql);
      await sql.insertInto("revision").values({ entity: "measurement", entity_id: id, before: null, after: JSON.stringify({ model: said.name, protocol: said.protocol, sha256: said.model }), person_id: person.id, at: new Date().toISOString(), comment: `${said.name} handed in to be measured`, review: "accepted", reverts: null }).execute();
      await settle(id);
      return name;
    },
    true,
  );
}
