import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { screenSheet } from "@fmpn/page";
import { contentType, type NamedFile } from "@fmpn/page/server";

/** What the section's script needs, below an address that changes with it. */
export interface RunHereFiles {
  readonly script: string;
  readonly style: string;
  readonly files: readonly NamedFile[];
  /** The version of fmpn whose kernels these are. */
  readonly fmpn: string;
}

/** Where `npm run build` puts the scripts. */
const BUNDLE = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../dist/bundle");

/**
 * Scripts, the models that find faces, and a sheet: laid out so that the bundled scripts find the models by their own address.
 *
 * @returns undefined where the scripts were not built
 */
export async function runHereFiles(bundle: string = BUNDLE): Promise<RunHereFiles | undefined> {
  const scripts = await filesOf(bundle).catch(() => undefined);
  if (scripts === undefined) return undefined;
  const manifest = createRequire(import.meta.url).resolve("fmpn/package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const models = await filesOf(path.join(path.dirname(manifest), "models/faces"));
  const kept: [string, Uint8Array][] = [
    ["run-here.css", new TextEncoder().encode(screenSheet.trim())],
    ...scripts.map(([name, bytes]): [string, Uint8Array] => [`dist/js/${name}`, bytes]),
    ...models.filter(([name]) => name.endsWith(".onnx")).map(([name, bytes]): [string, Uint8Array] => [`models/faces/${name}`, bytes]),
  ];
  const hash = createHash("sha256");
  for (const [name, bytes] of kept) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  const folder = `/run-here/v-${hash.digest("hex").slice(0, 12)}`;
  return { script: `${folder}/dist/js/run-here.js`, style: `${folder}/run-here.css`, files: kept.map(([name, bytes]) => ({ path: `${folder}/${name}`, bytes, type: contentType(name) })), fmpn: version };
}

async function filesOf(folder: string): Promise<[string, Uint8Array][]> {
  const names = (await readdir(folder)).sort();
  return await Promise.all(names.map(async (name): Promise<[string, Uint8Array]> => [name, await readFile(path.join(folder, name))]));
}
