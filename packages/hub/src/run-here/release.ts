import { html, type Html } from "@fmpn/page";
import { textField } from "@fmpn/page/parts";
import type { Person } from "../accounts/accounts.js";
import type { Database } from "../database/database.js";
import { inTransaction } from "../database/transaction.js";
import { jsonList, type Source } from "../queries/resolve.js";
import type { ModelFile } from "../queries/models.js";
import { ReviewError, writeRevision } from "../review/revisions.js";

/** A model's file, and whether it is given out. */
export interface HeldFile {
  readonly sha256: string;
  readonly held: boolean;
}

/** The file of a model that someone handed in; undefined where it has none here. */
export async function heldFile({ sql }: Source, model: number): Promise<HeldFile | undefined> {
  const { files } = await sql.selectFrom("model").select("files").where("id", "=", model).executeTakeFirstOrThrow();
  const [file] = jsonList<ModelFile>(files).filter(({ kind }) => kind === "onnx");
  const artifact = file && (await sql.selectFrom("artifact").select(["sha256", "quarantine"]).where("sha256", "=", file.sha256).executeTakeFirst());
  return artifact && { sha256: artifact.sha256, held: artifact.quarantine === 1 };
}

/** Gives a model's file out to visitors' browsers, or keeps it back again. @throws ReviewError */
export async function releaseFile(database: Database, person: Person, model: number, held: boolean, reason: string): Promise<void> {
  if (reason.trim() === "") throw new ReviewError("Say why, in a sentence that others can follow.");
  await inTransaction(database, async (sql) => {
    const file = await heldFile({ sql, kind: database.kind }, model);
    if (file === undefined || file.held === held) throw new ReviewError(held ? "This file is kept back already." : "This file is given out already, or is not here.");
    await sql.updateTable("artifact").set({ quarantine: held ? 1 : 0 }).where("sha256", "=", file.sha256).execute();
    await writeRevision(sql, "model", model, { held: file.held }, { held }, { person: person.id, reason });
  });
}

/** For reviewers: whether visitors may have the file. */
export function releaseForm(slug: string, { held }: HeldFile): Html {
  return html`<h2>The file</h2><form method="post" action="/model/${slug}/release" class="panel">
<p>${held ? "It is kept back: nobody but the hub has it. Given out, visitors may run it in their browsers and save it, under the licence that it states." : "It is given out: visitors may run it in their browsers."}</p>
${textField({ name: "reason", label: "Why", required: true })}
<p><button type="submit" name="held" value="${held ? "no" : "yes"}">${held ? "Give it out" : "Keep it back"}</button></p></form>`;
}
