import { fileURLToPath } from "node:url";

/** The model that comes with the package `fmpn`. */
export function bundledModel(): string {
  return fileURLToPath(new URL("models/expressions/compact.onnx", import.meta.resolve("fmpn/package.json")));
}
