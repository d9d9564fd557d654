import type { ElementType, TensorData } from "../element-type.js";
import type { Shape } from "../shape.js";
import type { RunLimits } from "../wasm/plan/run-limits.js";
import type { Provider } from "./provider.js";

export interface SessionOptions<P extends Provider = Provider> {
  /** Without one, the choice is ours: see `openSession`. */
  readonly provider?: P | undefined;
  /** Threads inside an operator; defaults to what ONNX Runtime chooses. `simd` computes on one. */
  readonly threads?: number | undefined;
  /**
   * Multiplies weights that are stored in 8 bits as whole numbers with what is rounded to 16, of `simd` alone: up to a third faster,
   * the same bits in every engine, but within 3e-4 of the greatest value instead of 1e-5 (docs/wasm.md). Off by default.
   */
  readonly wholeNumbers?: boolean | undefined;
  /**
   * For a graph of unknown origin: it is refused, before any of it is computed, where it would take more. As that is known only of
   * operators that our own kernels compute, one with others is refused too.
   */
  readonly runLimits?: RunLimits | undefined;
}

/** Values on the host with their shape; the type defaults to float32. */
export interface HostTensor {
  readonly data: TensorData;
  readonly shape: Shape;
  readonly type?: ElementType | undefined;
}

/** A graph ready to run. */
export interface Session {
  readonly provider: Provider;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the graph once. Throws a TypeError that names the input if one is missing or has the wrong number of values. */
  run(feeds: Readonly<Record<string, HostTensor>>): Promise<Record<string, HostTensor>>;
  /** Frees what the graph holds. */
  close(): Promise<void>;
}
