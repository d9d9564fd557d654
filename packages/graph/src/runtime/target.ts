import { compile } from "../compile.js";
import { blockedDomain } from "../cpu/blocked.js";
import { nodeOutput } from "../node.js";
import { input, type Target } from "../tensor.js";
import { type Runtime, sessionOptions } from "./onnx-runtime.js";
import type { RuntimeProvider } from "./provider.js";

const found = new WeakMap<Runtime, Promise<Target>>();

/** The kind of training graph that runs best on a provider: the CPU's blocked kernels where it has them, else standard operators. */
export function targetOf(runtime: Runtime, provider: RuntimeProvider): Promise<Target> {
  if (provider !== "cpu") return Promise.resolve("portable");
  const known = found.get(runtime) ?? probe(runtime);
  found.set(runtime, known);
  return known;
}

/**
 * How many channels ONNX Runtime's kernels take side by side depends on the processor (8 with AVX2, 16 with AVX-512):
 * reorder 16 channels of two pixels and see where the second pixel of channel 0 went. The kernels are internal to ONNX
 * Runtime, so whatever goes wrong here means that this build has none, and the standard operators serve.
 */
async function probe(runtime: Runtime): Promise<Target> {
  const channels = 16;
  const x = input("x", [1, channels, 1, 2]);
  const y = nodeOutput("ReorderInput", [x], x.shape, { domain: blockedDomain });
  try {
    const session = await runtime.InferenceSession.create(compile({ outputs: { y } }).bytes, sessionOptions("cpu", 1));
    const values = Float32Array.from({ length: 2 * channels }, (_, place) => place);
    const results = await session.run({ x: new runtime.Tensor("float32", values, [1, channels, 1, 2]) });
    await session.release();
    const { y: order } = results;
    const channelBlock = (order as { data: Float32Array }).data.indexOf(1);
    return channelBlock === 8 || channelBlock === 16 ? { channelBlock } : "portable";
  } catch {
    return "portable";
  }
}
