import type { InferenceSession, TypedTensor } from "onnxruntime-common";

/** A 32-bit tensor that goes into or comes out of a model. */
export interface FloatTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A loaded model: named tensors in, named tensors out. */
export type RunModel = (feeds: Readonly<Record<string, FloatTensor>>) => Promise<Record<string, FloatTensor>>;

/**
 * Loads an ONNX model on one thread of ONNX Runtime: the native one in Node, else the one in WebAssembly.
 *
 * @throws Error where no runtime is installed or the bytes are no model.
 */
export async function openModel(bytes: Uint8Array): Promise<RunModel> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session: InferenceSession = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  return async (feeds) => {
    const tensors: Record<string, TypedTensor<"float32">> = {};
    for (const [name, { data, dims }] of Object.entries(feeds)) tensors[name] = new Tensor("float32", data, dims);
    const results = await session.run(tensors);
    const outputs: Record<string, FloatTensor> = {};
    for (const [name, tensor] of Object.entries(results)) {
      if (!(tensor.data instanceof Float32Array)) throw new TypeError(`The output ${name} holds ${tensor.type}.`);
      outputs[name] = { data: tensor.data, dims: tensor.dims };
    }
    return outputs;
  };
}

async function loadRuntime() {
  if (typeof process === "object" && process.versions?.node !== undefined) {
    try {
      return await import("onnxruntime-node");
    } catch {
      // No native binary for this machine: the WebAssembly one runs everywhere, slower.
    }
  }
  return await import("onnxruntime-web/wasm");
}
