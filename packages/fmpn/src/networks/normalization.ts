import { layers } from "@fmpn/graph";
import type { Layer } from "./sequential.js";

/**
 * How the layers of the mask generator are normalised: `batch` with scale and shift; `instance` without either, but
 * with running statistics for inference (the authors' choice); `none`.
 */
export type Normalization = "batch" | "instance" | "none";

/** The layer that stands after each convolution. */
export function normalization(kind: Normalization): Layer {
  switch (kind) {
    case "batch":
      return (scope, x) => layers.batchNorm(scope, x);
    case "instance":
      return (scope, x) => layers.instanceNorm(scope, x, { trackStatistics: true });
    case "none":
      return (_, x) => x;
  }
}

/** Whether the convolution before has a bias: the authors give it one in front of instance norm only. */
export function biasBefore(kind: Normalization): boolean {
  return kind === "instance";
}
