import assert from "node:assert/strict";
import { test } from "node:test";
import * as native from "onnxruntime-node";
import type { Runtime } from "#src/runtime/onnx-runtime.js";
import { checkProvider } from "#src/runtime/self-check.js";

/** ONNX Runtime's CPU under another provider's name; `spoil` changes what a session gives back. */
function pretending(spoil: (values: Float32Array) => void): Runtime {
  const create = async (bytes: Uint8Array): Promise<unknown> => {
    const session = await native.InferenceSession.create(bytes);
    return {
      release: () => session.release(),
      run: async (feeds: native.InferenceSession.FeedsType) => {
        const { y } = await session.run(feeds);
        const values = Float32Array.from(y?.data as Float32Array);
        spoil(values);
        return { y: new native.Tensor("float32", values, y?.dims) };
      },
    };
  };
  return { InferenceSession: { create }, Tensor: native.Tensor, env: native.env } as unknown as Runtime;
}

test("a provider that computes right passes", async () => {
  await checkProvider(pretending(() => {}), "webgpu");
  await checkProvider(pretending((values) => values.set([(values[0] ?? 0) + 1e-5])), "webgpu");
});

test("a provider that computes wrongly is refused, and stays refused", async () => {
  const spoilers = [
    (values: Float32Array): void => values.set([(values[7] ?? 0) + 0.01], 7),
    (values: Float32Array): void => void values.fill(0),
    (values: Float32Array): void => values.set([Number.NaN], 99),
    (values: Float32Array): void => void values.reverse(),
  ];
  for (const spoil of spoilers) {
    const wrong = pretending(spoil);
    for (let time = 0; time < 2; time += 1) {
      await assert.rejects(checkProvider(wrong, "webgpu"), { name: "ProviderError", message: /"webgpu" computes a small convolution wrongly on this machine/ });
    }
  }
});

test("a provider that cannot be had is refused with its reason", async () => {
  const none = { ...pretending(() => {}), InferenceSession: { create: () => Promise.reject(new Error("no adapter")) } } as unknown as Runtime;
  await assert.rejects(checkProvider(none, "cuda"), { name: "ProviderError", message: /"cuda" cannot be had here: .*no adapter/ });
});
