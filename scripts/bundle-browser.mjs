// Bundles the recogniser and its worker for pages that build nothing: packages/fmpn/dist/browser/. Both find the models by
// their own address, two folders above.
//   node scripts/bundle-browser.mjs
import { writeFile } from "node:fs/promises";
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

/** Training is in the packages' indexes, unused here: its runtime is no file to keep for visits without a network. */
export const noRuntimeChunks = {
  name: "no chunks of ONNX Runtime",
  setup({ onResolve }) {
    onResolve({ filter: /^onnxruntime-web/ }, () => ({ path: at("graph/dist/runtime/no-onnx-runtime.js") }));
  },
};

/** The worker takes from the script beside it what both run. */
const workerBesideScript = {
  name: "worker beside script",
  setup({ onResolve }) {
    onResolve({ filter: /\/responder\.js$/ }, ({ importer }) => (importer.endsWith("recognizer-worker.browser.js") ? { path: "./fmpn.js", external: true } : undefined));
  },
};

export async function bundleForBrowser({ write = true, conditions = ["browser"] } = {}) {
  const built = await build({
    entryPoints: { fmpn: at("fmpn/dist/browser-bundle.js"), "recognizer-worker.browser": at("fmpn/dist/recognizer/worker/recognizer-worker.browser.js") },
    outdir: at("fmpn/dist/browser"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    conditions,
    metafile: true,
    write,
    plugins: [withoutOnnxRuntime, workerBesideScript],
  });
  if (write) await writeKernelFile();
  return built;
}

/** The kernels as a file, for engines that compile nothing while they run: plain SIMD, which all of them have. */
async function writeKernelFile() {
  const { writeKernels } = await import(pathToFileURL(at("graph/dist/wasm/kernels/kernels.js")).href);
  await writeFile(at("fmpn/dist/browser/kernels.wasm"), writeKernels({ relaxed: false, spread: false }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await bundleForBrowser();
