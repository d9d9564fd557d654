import type { MeasurementDocument } from "@fmpn/lab/measurement";
import type { Person } from "../accounts/accounts.js";
import type { Database } from "../database/database.js";
import { inTransaction } from "../database/transaction.js";
import type { Source } from "../queries/resolve.js";
import { setFact } from "../search/rebuild-search.js";
import type { ArtifactStore } from "../storage/artifact-store.js";
import { writeRevision } from "../review/revisions.js";
import { runHereOffer } from "./offer.js";

/** Why an offered document was not taken, in a sentence for whoever offers it. */
export class RefusedOffer extends Error {
  override readonly name = "RefusedOffer";
}

/** Characters of a document; those of a thousand faces have some three thousand. */
export const MOST_CHARACTERS = 100_000;

/**
 * Takes in what a visitor's browser measured. It is a document from elsewhere: that its model and faces are the hub's is checked
 * by their hashes, that its figures follow from its own table of confusion by computing them again; the answers themselves are
 * the visitor's word. It is shown apart and ranks nothing.
 *
 * @returns the slug of its model
 * @throws RefusedOffer
 */
export async function offerBrowserMeasurement(database: Database, store: ArtifactStore, person: Person, { protocol, text }: { readonly protocol: number; readonly text: string }): Promise<string> {
  if (text.length > MOST_CHARACTERS) throw new RefusedOffer("The document is larger than any that a browser writes here.");
  const { formatMeasurement, parseMeasurement } = await import("@fmpn/lab/measurement");
  let document: MeasurementDocument;
  try {
    document = parseMeasurement(text, "the document");
  } catch (error) {
    throw new RefusedOffer((error as Error).message);
  }
  checkFigures(document);
  const sha256 = document.model.sha256;
  const model = await modelOf(database, sha256);
  const offer = model && (await runHereOffer(database, { model: model.id }));
  const split = offer?.splits.find((one) => one.protocol === protocol);
  if (model === undefined || offer?.file.sha256 !== sha256 || split === undefined) throw new RefusedOffer("This model is not one that runs in browsers here, or not on these faces.");
  if (document.split.drawn?.seed !== split.seed || document.split.images !== split.count) throw new RefusedOffer("The document is of other faces than the protocol names.");
  if (split.contentSha256 === null || split.contentSha256 !== document.split.content_sha256) throw new RefusedOffer("That browser drew the faces with other pixels, so its answers cannot stand beside this hub's.");
  const stored = await store.put(new Blob([formatMeasurement(document)]).stream(), MOST_CHARACTERS * 4);
  await inTransaction(database, async (sql) => {
    await sql.insertInto("artifact").values({ sha256: stored.sha256, bytes: stored.bytes, kind: "document", opset: null, operators: "[]", inputs: "[]", outputs: "[]", screened_at: null, verdict: null, quarantine: 0 }).onConflict((conflict) => conflict.doNothing()).execute();
    const { value, low, high } = document.metrics.accuracy;
    const row = { model_id: model.id, protocol_id: protocol, person_id: person.id, artifact_sha256: sha256, answers_sha256: document.answers_sha256, document_sha256: stored.sha256, platform: document.runner.platform.slice(0, 60), number: percent(value), low: low === undefined ? null : percent(low), high: high === undefined ? null : percent(high), ms_per_image: document.ms_per_image, created: new Date().toISOString() };
    const taken = await sql.insertInto("browser_measurement").values(row).onConflict((conflict) => conflict.columns(["person_id", "artifact_sha256", "protocol_id"]).doNothing()).returning("id").executeTakeFirst();
    if (taken === undefined) throw new RefusedOffer("You have offered a measurement of this model on these faces before; one of each person counts.");
    await writeRevision(sql, "browser measurement", taken.id, null, { answers: document.answers_sha256 }, { person: person.id, reason: `${offer.model} measured in ${row.platform}` });
    await setFact(sql, "changed", row.created);
  });
  return model.slug;
}

/** @throws RefusedOffer where figures do not follow from the table of confusion */
function checkFigures({ confusion, classes, split, metrics, faces_found: found }: MeasurementDocument): void {
  const total = confusion.flat().reduce((sum, number) => sum + number, 0);
  const right = confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const square = confusion.length === classes.length && confusion.every((row) => row.length === classes.length);
  if (!square || total !== split.images || found !== split.images || Math.abs(metrics.accuracy.value - right / total) > 1e-9) throw new RefusedOffer("The document's figures do not follow from its own table of confusion.");
}

const modelOf = async ({ sql }: Source, sha256: string) => await sql.selectFrom("model").select(["id", "slug"]).where("files", "like", `%"${sha256}"%`).orderBy("id").executeTakeFirst();
const percent = (share: number): number => Math.round(1e4 * share) / 100;

/** What browsers measured of one model file, with how it stands to the hub's own answers. */
export interface BrowserMeasurement {
  readonly id: number;
  readonly protocol: string;
  readonly platform: string;
  readonly number: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly msPerImage: number;
  readonly created: string;
  /** Undefined where the hub has none to compare with. */
  readonly sameAnswers: boolean | undefined;
}

/** @param limit the newest so many */
export async function browserMeasurements({ sql }: Source, artifacts: readonly string[], limit = 100): Promise<readonly BrowserMeasurement[]> {
  if (artifacts.length === 0) return [];
  const rows = await sql
    .selectFrom("browser_measurement as one")
    .innerJoin("protocol", "protocol.id", "one.protocol_id")
    .select(["one.id as id", "protocol.name as protocol", "platform", "number", "low", "high", "ms_per_image as msPerImage", "created", "answers_sha256 as answers", "artifact_sha256 as artifact", "protocol_id as protocolId"])
    .where("artifact_sha256", "in", [...artifacts])
    .orderBy("one.id", "desc")
    .limit(limit)
    .execute();
  const own = await sql.selectFrom("measurement").select(["artifact_sha256", "protocol_id", "answers_sha256"]).where("artifact_sha256", "in", [...artifacts]).where("state", "=", "succeeded").where("answers_sha256", "is not", null).execute();
  return rows.map(({ answers, artifact, protocolId, ...row }) => {
    const measured = own.filter((one) => one.artifact_sha256 === artifact && one.protocol_id === protocolId);
    return { ...row, sameAnswers: measured.length === 0 ? undefined : measured.some((one) => one.answers_sha256 === answers) };
  });
}
