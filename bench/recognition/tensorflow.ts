import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import type { Tensor, TensorFlow } from "./tensorflow-types.js";

// By `require`, as the packages exist only where bench/ is installed.
export const requireHere = createRequire(import.meta.url);

interface WasmBackend {
  setWasmPaths(folder: string): void;
  setThreadsCount(count: number): void;
}

/** The folder of a package that is installed in bench/. */
export function packageFolder(name: string): string {
  const folder = fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));
  if (!existsSync(folder)) throw new Error(`${name} is not installed: npm ci --ignore-scripts --prefix bench`);
  return folder;
}

/** WebAssembly with SIMD, which TensorFlow.js takes in Node. */
export const wasmFile = (): string => path.join(packageFolder("@tensorflow/tfjs-backend-wasm"), "dist/tfjs-backend-wasm-simd.wasm");

/** Points TensorFlow.js to its WebAssembly, one thread. */
export function prepareWasm(): void {
  const backend = requireHere("@tensorflow/tfjs-backend-wasm") as WasmBackend;
  backend.setWasmPaths(path.dirname(wasmFile()) + path.sep);
  backend.setThreadsCount(1);
}

// fmpn decodes with sharp as well: what is compared is what comes after it.
sharp.concurrency(1);

/** A picture as height × width × 3 tensor: neither competitor decodes files in Node, so they get sharp, which is fast. */
export async function decode(tf: TensorFlow, file: string): Promise<Tensor> {
  const { data, info } = await sharp(file).autoOrient().toColourspace("srgb").removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return tf.tensor3d(data, [info.height, info.width, 3], "int32");
}
