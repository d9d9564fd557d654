import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { bundleForBrowser } from "../../../../scripts/bundle-browser.mjs";

const packages = fileURLToPath(new URL("../../../", import.meta.url));
const gzipped = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length;

test("the scripts that a page loads stay small", async () => {
  const { outputFiles = [] } = await bundleForBrowser({ write: false });
  const sizes = Object.fromEntries(outputFiles.map(({ path: file, contents }) => [path.basename(file), gzipped(contents)]));
  assert.deepEqual(Object.keys(sizes).sort(), ["fmpn.js", "recognizer-worker.browser.js"]);
  assert.ok((sizes["fmpn.js"] ?? Infinity) < 64_000, `fmpn.js: ${sizes["fmpn.js"]} bytes`);
  assert.ok((sizes["recognizer-worker.browser.js"] ?? Infinity) < 1000, "the worker takes what it runs from the script beside it");
});

test("the engine that runs networks takes at most 20 kB: kernels, planner and all", async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'export { openSimdSession } from "./wasm/session.js";', resolveDir: path.join(packages, "graph/dist") },
    bundle: true,
    minify: true,
    format: "esm",
    conditions: ["browser"],
    write: false,
  });
  const [engine] = outputFiles;
  assert.ok(engine !== undefined && gzipped(engine.contents) <= 20_000, `${engine && gzipped(engine.contents)} bytes`);
});

test("models and scripts of the default fit a page's budget", async () => {
  const folder = path.join(packages, "fmpn/models");
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".onnx"));
  const models = await Promise.all(files.map(async (name) => gzipped(await readFile(path.join(folder, name)))));
  const { outputFiles = [] } = await bundleForBrowser({ write: false });
  const total = [...models, ...outputFiles.map(({ contents }) => gzipped(contents))].reduce((sum, bytes) => sum + bytes, 0);
  assert.ok(total < 1_600_000, `${total} bytes`);
});
