import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, copyFile, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@fmpn/lab/files";
import { z } from "zod";
import { openSqlite } from "../database/sqlite.js";
import type { ArtifactStore } from "../storage/artifact-store.js";
import { folderStore } from "../storage/folder-store.js";

/** What a backup's folder says of itself; written last, so that a folder without it is no backup. */
const manifestSchema = z.object({ version: z.literal(1), made: z.string(), database: z.object({ sha256: z.string(), bytes: z.number() }), artifacts: z.number().int() });
export type BackupManifest = z.infer<typeof manifestSchema>;

export interface BackupOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: string) => void) | undefined;
}

const POSTGRES = "A hub on PostgreSQL is backed up by pg_dump, and its folder of artifacts by copying it: docs/hub.md says how.";
const [DATABASE, ARTIFACTS, MANIFEST] = ["hub.sqlite", "artifacts", "backup.json"];

/**
 * Copies a hub while it runs: the database as it is at one moment, by SQLite itself, then every model and document. Those are in the
 * store before a row names them, so the copy is whole. Into a folder with an earlier backup only what is new is copied.
 *
 * @throws Error for a hub on PostgreSQL, where there is no database, and for a stored file that is not what its name says
 */
export async function backUp(where: string, store: ArtifactStore, folder: string, { signal, onProgress }: BackupOptions = {}): Promise<BackupManifest> {
  if (where.includes("://")) throw new Error(POSTGRES);
  if (!(await exists(where))) throw new Error(`${where}: there is no database`);
  await mkdir(folder, { recursive: true });
  onProgress?.("the database");
  const half = path.join(folder, `${DATABASE}.half`);
  await rm(half, { force: true });
  // Not by openDatabase, which would bring tables up to date that an older hub is using.
  const sqlite = openSqlite(where, 16);
  try {
    sqlite.prepare("vacuum into ?").run([half]);
  } finally {
    sqlite.close();
  }
  signal?.throwIfAborted();
  const database = { sha256: await hashOf(half), bytes: (await stat(half)).size };
  await rm(path.join(folder, MANIFEST), { force: true });
  await rename(half, path.join(folder, DATABASE));
  const artifacts = await copyStore(store, folderStore(path.join(folder, ARTIFACTS)), { signal, onProgress });
  const manifest: BackupManifest = { version: 1, made: new Date().toISOString(), database, artifacts };
  await writeWhole(path.join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/**
 * Puts a backup where there is no hub yet; every file is looked at by its hash before the database comes to its place.
 *
 * @throws Error where the folder holds no whole backup, or a database stands at its place
 */
export async function restore(folder: string, where: string, store: ArtifactStore, { signal, onProgress }: BackupOptions = {}): Promise<BackupManifest> {
  if (where.includes("://")) throw new Error(POSTGRES);
  const manifest = await readFile(path.join(folder, MANIFEST), "utf8").then((text) => manifestSchema.parse(JSON.parse(text)), () => undefined);
  if (manifest === undefined) throw new Error(`${folder} holds no whole backup: its ${MANIFEST} is missing or damaged`);
  for (const file of [where, `${where}-wal`, `${where}-shm`]) if (await exists(file)) throw new Error(`${file} is there: stop the hub and move its database away first`);
  const copy = path.join(folder, DATABASE);
  onProgress?.("the database's hash");
  if ((await hashOf(copy)) !== manifest.database.sha256) throw new Error(`${copy} is not as it was when the backup was made: its hash differs`);
  await copyStore(folderStore(path.join(folder, ARTIFACTS)), store, { signal, onProgress });
  await mkdir(path.dirname(path.resolve(where)), { recursive: true });
  await copyFile(copy, `${where}.half`);
  await rename(`${where}.half`, where);
  return manifest;
}

/** @returns how many files the one holds, all of which the other then holds too */
async function copyStore(from: ArtifactStore, to: ArtifactStore, { signal, onProgress }: BackupOptions): Promise<number> {
  const there = new Set<string>();
  for await (const { sha256 } of to.list()) there.add(sha256);
  let files = 0;
  for await (const { sha256, bytes } of from.list()) {
    signal?.throwIfAborted();
    files += 1;
    if (there.has(sha256)) continue;
    onProgress?.(`file ${files}`);
    const content = await from.open(sha256);
    const copied = content && (await to.put(content, bytes));
    if (copied?.sha256 !== sha256) throw new Error(`the stored file ${sha256} has not the content that its name says; "fmpn hub check" tells what is damaged`);
  }
  return files;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

const exists = (file: string): Promise<boolean> => access(file).then(() => true, () => false);
