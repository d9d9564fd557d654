import { packageFile } from "@fmpn/graph/package-files";

/** Where a file of this package lies, e.g. `models/expressions/compact.onnx`. */
export function ownFile(file: string): string {
  return packageFile(import.meta.url, "fmpn", file);
}
