// Bundles the recogniser and its worker for pages that build nothing: packages/fmpn/dist/browser/. Both find the models by
// their own address, two folders above.
//   node scripts/bundle-browser.mjs
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (file) => path.join(root, "packages", file);

/** Runs on our own kernels alone. */
export const withoutOnnxRuntime = {
  name: "without ONNX Runtime",
  setup({ onResolve }) {
    // Where sessions are opened; training, which imports it outright, is left out as a whole.
    onResolve({ filter: /\/onnx-runtime-session\.js$/ }, ({ kind }) => kind !== "dynamic-import" ? undefined : ({ path: at("graph/dist/runtime/no-onnx-runtime.js") }));
  },
};

export async function bundleForBrowser({ write = true, conditions = ["browser"] } = {}) {
  return await build({
    entryPoints: { fmpn: at("fmpn/dist/browser.js"), "recognizer-worker.browser": at("fmpn/dist/recognizer/worker/recognizer-worker.browser.js") },
    outdir: at("fmpn/dist/browser"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    conditions,
    metafile: true,
    write,
    plugins: [withoutOnnxRuntime],
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await bundleForBrowser();
