import { randomInt } from "node:crypto";
import type { SyntheticSplit } from "@fmpn/lab/measurement";
import type { Kysely } from "kysely";
import type { Database } from "../database/database.js";
import { drawnOnce } from "../database/drawn-once.js";
import type { Schema, SplitTable } from "../database/schema.js";

/** A split that this hub can measure on: drawn from a seed, or a folder of its operator's. */
export type MeasurableSplit =
  | { readonly kind: "drawn"; readonly faces: SyntheticSplit; readonly secret: boolean }
  | { readonly kind: "folder"; readonly folder: string };

/** Folders of data sets that the operator has named, by the slug of the split: parts as `FOLDER@column=value`. */
export type SplitFolders = Readonly<Record<string, string>>;

/** Whether, and how, a split can be measured on here. */
export async function measurable(sql: Kysely<Schema>, split: Pick<SplitTable, "slug" | "made_by" | "images">, folders: SplitFolders = {}): Promise<MeasurableSplit | undefined> {
  const folder = Object.hasOwn(folders, split.slug) ? folders[split.slug] : undefined;
  if (folder !== undefined) return { kind: "folder", folder };
  const count = split.images ?? 0;
  const [, seed] = /^generator, seed (\d+)$/.exec(split.made_by) ?? [];
  if (seed !== undefined && count > 0) return { kind: "drawn", faces: { seed: Number(seed), count }, secret: false };
  if (split.made_by === SECRET && count > 0) return { kind: "drawn", faces: { seed: await secretSeed(sql), count }, secret: true };
  return undefined;
}

/** As `split.made_by` says it. */
export const SECRET = "secret seed";
const FACT = "secret seed";

const secretSeed = async (sql: Kysely<Schema>): Promise<number> => Number(await drawnOnce(sql, FACT, () => String(randomInt(1_000_000, 2 ** 31))));

/** Draws another secret seed, where the old one may have become known. Measurements on the old one stay, as they are dated. */
export async function renewSecretSeed({ sql }: Database): Promise<void> {
  await sql.deleteFrom("fact").where("key", "=", FACT).execute();
  await secretSeed(sql);
}
