import { compile } from "../compile.js";
import { convolution } from "../operators/convolution.js";
import { input } from "../tensor.js";
import { type Runtime, sessionOptions } from "./onnx-runtime.js";
import { ProviderError, type RuntimeProvider } from "./provider.js";
import { providerFault } from "./provider-fault.js";

const checks = new WeakMap<Runtime, Map<RuntimeProvider, Promise<void>>>();

/**
 * Runs a small convolution on a GPU provider and compares it with the same sum worked out here; done once a process.
 * Drivers and kernels that compute silently wrong exist (a convolution of 6 channels in WebGPU's NHWC layout was one).
 *
 * @throws ProviderError if the results differ
 */
export function checkProvider(runtime: Runtime, provider: RuntimeProvider): Promise<void> {
  if (provider !== "webgpu" && provider !== "cuda") return Promise.resolve();
  const ofRuntime = checks.get(runtime) ?? new Map<RuntimeProvider, Promise<void>>();
  checks.set(runtime, ofRuntime);
  const known = ofRuntime.get(provider) ?? compare(runtime, provider);
  ofRuntime.set(provider, known);
  return known;
}

const [channels, filters, size] = [6, 4, 5];

async function compare(runtime: Runtime, provider: RuntimeProvider): Promise<void> {
  const program = compile({
    outputs: { y: convolution(input("x", [1, channels, size, size]), input("w", [filters, channels, 3, 3]), { padding: 1 }) },
  });
  const x = Float32Array.from({ length: channels * size * size }, (_, at) => Math.sin(at));
  const w = Float32Array.from({ length: filters * channels * 9 }, (_, at) => Math.cos(3 * at));
  const session = await runtime.InferenceSession.create(program.bytes, sessionOptions(provider)).catch((error: unknown) => {
    throw providerFault(provider, `The provider "${provider}" cannot be had here`, error);
  });
  const { y } = await session.run({
    x: new runtime.Tensor("float32", x, [1, channels, size, size]),
    w: new runtime.Tensor("float32", w, [filters, channels, 3, 3]),
  });
  const found = (await y?.getData()) as Float32Array;
  await session.release();
  const wrong = convolveHere(x, w).some((value, at) => !(Math.abs(value - (found[at] ?? Number.NaN)) < 1e-3));
  if (wrong) throw new ProviderError(`The provider "${provider}" computes a small convolution wrongly on this machine. Choose another one.`);
}

/** The convolution by its definition, padding 1. */
function convolveHere(x: Float32Array, w: Float32Array): number[] {
  const at = (c: number, i: number, j: number): number => (i < 0 || j < 0 || i >= size || j >= size ? 0 : (x[(c * size + i) * size + j] ?? 0));
  return Array.from({ length: filters * size * size }, (_, place) => {
    const [o, i, j] = [Math.floor(place / size ** 2), Math.floor(place / size) % size, place % size];
    let total = 0;
    for (let c = 0; c < channels; c += 1) {
      for (let tap = 0; tap < 9; tap += 1) {
        total += at(c, i + Math.floor(tap / 3) - 1, j + (tap % 3) - 1) * (w[(o * channels + c) * 9 + tap] ?? 0);
      }
    }
    return total;
  });
}
