import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { bundledModel } from "@fmpn/lab/files";
import type { Database } from "../database/database.js";
import type { ArtifactTable } from "../database/schema.js";
import type { ArtifactStore } from "../storage/artifact-store.js";
import { contentFolder } from "./bundled-content.js";

/** Folder of the bundled measurements' documents. */
export const documentsFolder: string = path.join(contentFolder, "../measurements");
/** Folder of models that come with the hub, each in a folder of its own beside card and licence. */
export const modelsFolder: string = path.join(contentFolder, "../models");

/**
 * Puts what comes with the packages into the store: models, which visitors may then run in their browsers, and the documents of
 * what was measured of them.
 */
export async function publishBundledFiles(database: Database, store: ArtifactStore): Promise<void> {
  const publish = async (file: string, kind: ArtifactTable["kind"]): Promise<void> => {
    const stored = await store.put(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, 64e6);
    const row = { sha256: stored.sha256, bytes: stored.bytes, kind, opset: null, operators: "[]", inputs: "[]", outputs: "[]", screened_at: null, verdict: "comes with the hub", quarantine: 0 as const };
    await database.sql.insertInto("artifact").values(row).onConflict((conflict) => conflict.column("sha256").doUpdateSet({ quarantine: 0 })).execute();
  };
  await publish(bundledModel(), "onnx");
  for (const [folder, ending, kind] of [[modelsFolder, ".onnx", "onnx"], [documentsFolder, ".json", "document"]] as const) {
    for (const name of (await readdir(folder, { recursive: true }).catch(() => [])).filter((one) => one.endsWith(ending)).sort()) await publish(path.join(folder, name), kind);
  }
}
