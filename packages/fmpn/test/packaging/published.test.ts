// The packages as they are published: what programs begin with lies in few files for Node.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { bundleForBrowser } from "../../../../scripts/bundle-browser.mjs";
import { stagePackage } from "../../../../scripts/stage-package.mjs";

const folder = await mkdtemp(path.join(tmpdir(), "fmpn-published-"));
after(async () => await rm(folder, { recursive: true }));
await bundleForBrowser();
const [graph, fmpn] = [await stagePackage("graph", folder), await stagePackage("fmpn", folder)];

/** What a program in the folder prints, as JSON. */
async function outputOf<T>(program: string): Promise<T> {
  const file = path.join(folder, "program.mjs");
  await writeFile(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  return JSON.parse(stdout) as T;
}

test("they are as Node and bundlers want them, and their source maps lead to sources", async () => {
  for (const pkgDir of [graph, fmpn]) {
    const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
    assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
    for (const file of (await readdir(path.join(pkgDir, "dist/node"))).filter((name) => name.endsWith(".map"))) {
      const { sources } = JSON.parse(await readFile(path.join(pkgDir, "dist/node", file), "utf8")) as { sources: string[] };
      const missing = sources.filter((source) => !source.startsWith("part:") && !source.startsWith("written:") && !existsSync(path.resolve(pkgDir, "dist/node", source)));
      assert.deepEqual(missing, [], file);
    }
  }
});

test("each entry hands out in Node what it hands out otherwise, and errors are known across entries and packages", async () => {
  for (const [name, pkgDir] of [["@fmpn/graph", graph], ["fmpn", fmpn]] as const) {
    const { exports } = JSON.parse(await readFile(path.join(pkgDir, "package.json"), "utf8")) as { exports: Record<string, { node?: string; default?: string }> };
    const entries = Object.entries(exports).flatMap(([entry, { node, default: otherwise }]) => (node === undefined || otherwise === undefined ? [] : [{ entry: path.posix.join(name, entry), otherwise: path.resolve(pkgDir, otherwise) }]));
    assert.ok(entries.length > 5);
    const differing = await outputOf<string[]>(`
      const differing = [];
      for (const { entry, otherwise } of ${JSON.stringify(entries)}) {
        const [there, expected] = [Object.keys(await import(entry)), Object.keys(await import(otherwise))];
        if (there.join() !== expected.join() || there.length === 0) differing.push(entry);
      }
      console.log(JSON.stringify(differing));`);
    assert.deepEqual(differing, [], name);
  }
  const same = await outputOf<boolean[]>(`
    const [fmpn, pictures, graph, inference, model] = [await import("fmpn"), await import("fmpn/pictures"), await import("@fmpn/graph"), await import("@fmpn/graph/inference"), await import("fmpn/model")];
    console.log(JSON.stringify([fmpn.ImageError === pictures.ImageError, fmpn.ProviderError === inference.ProviderError, graph.sizeOf === inference.sizeOf, fmpn.ModelFileError === model.ModelFileError]));`);
  assert.deepEqual(same, [true, true, true, true]);
});

/** What importing a file loads, of these packages. */
async function loadedBy(file: string, files = new Set<string>()): Promise<Set<string>> {
  if (files.has(file)) return files;
  files.add(file);
  for (const [, name = ""] of (await readFile(file, "utf8")).matchAll(/^(?:\} from|import|export .* from|import .* from) "([^"]+)";/gm)) {
    if (name.startsWith(".")) await loadedBy(path.resolve(path.dirname(file), name), files);
    else if (name.startsWith("@fmpn/graph")) await loadedBy(path.join(graph, "dist/node", `${name.slice("@fmpn/graph/".length)}.js`.replace(/^(channel|threads)/, "workers/$1")), files);
  }
  return files;
}

test("a face is looked for out of a dozen files, also in a worker", async () => {
  const faces = await outputOf<number[]>(`
    const { Recognizer } = await import("fmpn");
    const data = new Uint8ClampedArray(200 * 200 * 4).fill(127);
    const faces = [];
    for (const worker of [false, true]) {
      const recognizer = await Recognizer.load({ worker });
      faces.push((await recognizer.recognize({ width: 200, height: 200, data })).length);
      await recognizer.close();
    }
    console.log(JSON.stringify(faces));`);
  assert.deepEqual(faces, [0, 0]);
  const files = await loadedBy(path.join(fmpn, "dist/node/index.js"));
  assert.ok(files.size > 5 && files.size <= 14, [...files].join("\n"));
});
