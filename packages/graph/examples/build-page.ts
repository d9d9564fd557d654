/**
 * Bundles the web page:  npx tsx packages/graph/examples/build-page.ts out/page
 * Serve the folder with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp,
 * without which browsers give WebAssembly one thread only.
 */
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const fileOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

export async function buildPage(folder: string): Promise<void> {
  await build({
    entryPoints: {
      page: here("page.ts"),
      // The trainer's worker: the bundle looks for it beside itself.
      "worker-entry.browser": path.join(path.dirname(fileOf("@fmpn/graph")), "training/worker-entry.browser.js"),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    conditions: ["browser"],
    // ONNX Runtime stays as it comes: it finds its WebAssembly, and starts its threads, by its own address.
    alias: { "onnxruntime-web/wasm": "./ort/ort.wasm.bundle.min.mjs", "onnxruntime-web/webgpu": "./ort/ort.webgpu.bundle.min.mjs" },
    external: ["./ort/*"],
  });
  const from = path.dirname(fileOf("onnxruntime-web"));
  await mkdir(path.join(folder, "ort"), { recursive: true });
  for (const name of ["ort.wasm.bundle.min.mjs", "ort-wasm-simd-threaded.wasm", "ort.webgpu.bundle.min.mjs", "ort-wasm-simd-threaded.asyncify.wasm"]) {
    await copyFile(path.join(from, name), path.join(folder, "ort", name));
  }
  await copyFile(here("index.html"), path.join(folder, "index.html"));
}

const [, script = "", folder] = process.argv;
if (folder !== undefined && script.endsWith("build-page.ts")) await buildPage(folder);
