// Bundles the studio's scripts for browsers and lays its demo pictures beside them, by default in packages/studio/dist/bundle.
//   node scripts/bundle-studio.mjs [folder]
import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { noRuntimeChunks, withoutOnnxRuntime } from "./bundle-browser.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.resolve(process.argv[2] ?? path.join(root, "packages/studio/dist/bundle"));

/** Pictures with little of each, in the order in which they are shown. */
const DEMO = ["composite_f_african.jpg", "composite_m_easian.jpg", "L013_smile.jpg", "L030_smile.jpg", "L032_smile.jpg", "L091_neutral.jpg"];

rmSync(out, { recursive: true, force: true });
const settings = { absWorkingDir: root, outdir: path.join(out, "js"), bundle: true, minify: true, platform: "browser", target: "es2022", legalComments: "none", logLevel: "warning", plugins: [withoutOnnxRuntime, noRuntimeChunks] };
await build({
  ...settings,
  splitting: true,
  format: "esm",
  entryPoints: {
    look: "packages/studio/dist/look/main.js",
    train: "packages/studio/dist/train/live-run.js",
    "recognizer-worker.browser": "packages/fmpn/dist/recognizer/worker/recognizer-worker.browser.js",
  },
});
// A classic script: browsers do not all take modules for it.
await build({ ...settings, format: "iife", entryPoints: { "service-worker": "packages/studio/dist/look/service-worker.js" } });
mkdirSync(path.join(out, "demo"), { recursive: true });
for (const name of DEMO) cpSync(path.join(root, "demo/images", name), path.join(out, "demo", name));
