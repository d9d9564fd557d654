import { openSession, type SessionOptions } from "@fmpn/graph/inference";

/** A 32-bit tensor that goes into or comes out of a model. */
export interface FloatTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A loaded model: named tensors in, named tensors out. */
export type RunModel = (feeds: Readonly<Record<string, FloatTensor>>) => Promise<Record<string, FloatTensor>>;

/** A model and the way to free it. */
export interface OpenModel {
  readonly run: RunModel;
  close(): Promise<void>;
}

/**
 * Loads a face model on one thread of ONNX Runtime: the models are too small to gain from more.
 *
 * @throws Error where no runtime is installed or the bytes are no model.
 */
export async function openModel(bytes: Uint8Array, options: Pick<SessionOptions, "provider" | "wholeNumbers"> = {}): Promise<OpenModel> {
  const session = await openSession(bytes, { ...options, threads: 1 });
  const run: RunModel = async (feeds) => {
    const inputs = Object.entries(feeds).map(([name, { data, dims }]) => [name, { data, shape: dims }] as const);
    const results = await session.run(Object.fromEntries(inputs));
    const outputs: Record<string, FloatTensor> = {};
    for (const [name, { data, shape, type }] of Object.entries(results)) {
      if (!(data instanceof Float32Array)) throw new TypeError(`The output ${name} holds ${type}, not float32.`);
      outputs[name] = { data, dims: shape };
    }
    return outputs;
  };
  return { run, close: () => session.close() };
}
