// Bundles the hub's scripts for browsers ("Run it here": the page, its worker that measures, the recogniser's worker) to
// packages/hub/dist/bundle.
//   node scripts/bundle-hub.mjs
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { noRuntimeChunks, withoutOnnxRuntime } from "./bundle-browser.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.join(root, "packages/hub/dist/bundle");

rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  plugins: [withoutOnnxRuntime, noRuntimeChunks],
  entryPoints: {
    "run-here": "packages/hub/dist/run-here/browser/start.js",
    "measure-worker": "packages/hub/dist/run-here/browser/measure-worker.js",
    "recognizer-worker.browser": "packages/fmpn/dist/recognizer/worker/recognizer-worker.browser.js",
  },
});
