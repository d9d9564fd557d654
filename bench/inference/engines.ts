import type * as ort from "onnxruntime-common";
import { decodeModel } from "@fmpn/graph/inference";
import { sizeOf } from "@fmpn/graph";
import { hasRelaxedSimd } from "../../packages/graph/dist/wasm/compile-kernels.js";
import { openSimdSession, readSimdModel } from "../../packages/graph/dist/wasm/session.js";

/** One way to run a model, on one thread: each call is a run. */
export type Run = () => Promise<unknown>;

type Feeds = readonly { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }[];

/** Waves in place of pictures. */
function feedsOf(bytes: Uint8Array): Feeds {
  // A picture of usual size, where the file leaves the size open.
  const usual: Readonly<Record<number, number>> = { 2: 448, 3: 640 };
  const sized = decodeModel(bytes, "model").graph.inputs.map(({ name, shape, free }) => ({ name, shape: shape.map((size, axis) => (free?.[axis] === undefined ? size : (usual[axis] ?? 1))) }));
  return sized.map(({ name, shape }) => ({
    name,
    shape,
    data: Float32Array.from({ length: sizeOf(shape) }, (_, at) => 0.5 + 0.5 * Math.sin(at * 0.01)),
  }));
}

/** Our kernels in each style that the engine runs. */
export async function openOurs(bytes: Uint8Array): Promise<Record<string, Run>> {
  const feeds = Object.fromEntries(feedsOf(bytes).map(({ name, ...tensor }) => [name, tensor]));
  const styles = { "ours, plain": { relaxed: false, spread: !hasRelaxedSimd() }, ...(hasRelaxedSimd() ? { "ours, relaxed": { relaxed: true, spread: false } } : {}) };
  const runs: Record<string, Run> = {};
  for (const [name, style] of Object.entries(styles)) {
    const session = await openSimdSession(readSimdModel(bytes), { style });
    runs[name] = async () => await session.run(feeds);
  }
  const inWholes = await openSimdSession(readSimdModel(bytes), { wholeNumbers: true });
  runs["ours, whole numbers"] = async () => await inWholes.run(feeds);
  return runs;
}

/** ONNX Runtime of either package. */
export async function openRuntime(runtime: { InferenceSession: ort.InferenceSessionFactory; Tensor: ort.TensorConstructor }, bytes: Uint8Array, provider: "cpu" | "wasm"): Promise<Run> {
  // Weights stored in 8 bits are widened once, as the product does it.
  const extra = { session: { disable_quant_qdq: "1" } };
  const session = await runtime.InferenceSession.create(bytes, { executionProviders: [provider], intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3, extra });
  const feeds = Object.fromEntries(feedsOf(bytes).map(({ name, data, shape }) => [name, new runtime.Tensor("float32", data, shape)]));
  return async () => await session.run(feeds);
}

export interface Timing {
  readonly best: number;
  readonly median: number;
}

/** Runs all of them in turn, so that whatever else the machine does meets them alike. */
export async function timeInTurn(runs: Readonly<Record<string, Run>>, rounds: number): Promise<Record<string, Timing>> {
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, [] as number[]]));
  const warmUp = 30;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      await run();
      if (round >= warmUp) times[name]?.push(performance.now() - start);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, values]) => {
      const sorted = values.toSorted((a, b) => a - b);
      return [name, { best: sorted[0] ?? Number.NaN, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN }];
    }),
  );
}
