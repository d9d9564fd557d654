import type * as ort from "onnxruntime-common";
import { loadRuntime } from "#runtime";
import type { ElementType, TensorData } from "../element-type.js";
import { formatShape, sizeOf } from "../shape.js";
import { defaultProvider } from "./default-provider.js";
import { inTurn } from "./in-turn.js";
import { prepareRuntime, type Runtime, sessionOptions } from "./onnx-runtime.js";
import { checkSessionOptions, type RuntimeProvider } from "./provider.js";
import { providerFault } from "./provider-fault.js";
import { checkProvider } from "./self-check.js";
import type { HostTensor, Session, SessionOptions } from "./session.js";

/** Loads ONNX bytes into ONNX Runtime. A provider that computes wrongly is refused: see `checkProvider`. */
export async function openOnnxRuntimeSession(bytes: Uint8Array, options: SessionOptions<RuntimeProvider> = {}): Promise<Session> {
  const { runtime, session, provider } = await inTurn(options.provider, () => openRuntimeSession(bytes, options));
  return {
    provider,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds) {
      for (const name of session.inputNames) {
        if (!(name in feeds)) throw new TypeError(`run: the graph's input "${name}" is not fed.`);
      }
      const tensors = Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, toRuntimeTensor(runtime, name, value)]));
      const results = await inTurn(provider, () => session.run(tensors));
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromRuntimeTensor(tensor)]));
    },
    close: () => session.release(),
  };
}

/** The bare session, for callers that keep tensors between runs. */
export async function openRuntimeSession(
  bytes: Uint8Array,
  { provider: wanted, threads }: SessionOptions<RuntimeProvider>,
  extra: ort.InferenceSession.SessionOptions = {},
): Promise<{ runtime: Runtime; session: ort.InferenceSession; provider: RuntimeProvider }> {
  checkSessionOptions(wanted, threads);
  const provider = wanted ?? (await defaultProvider());
  const runtime = await loadRuntime(provider);
  prepareRuntime(runtime, provider, threads);
  await checkProvider(runtime, provider);
  const session = await createSession(runtime, bytes, provider, { ...sessionOptions(provider, threads), ...extra });
  return { runtime, session, provider };
}

async function createSession(
  runtime: Runtime,
  bytes: Uint8Array,
  provider: RuntimeProvider,
  options: ort.InferenceSession.SessionOptions,
): Promise<ort.InferenceSession> {
  try {
    return await runtime.InferenceSession.create(bytes, options);
  } catch (error) {
    throw providerFault(provider, `ONNX Runtime could not load the graph on "${provider}"`, error);
  }
}

export function toRuntimeTensor(runtime: Runtime, name: string, { data, shape, type = "float32" }: HostTensor): ort.Tensor {
  if (data.length !== sizeOf(shape)) {
    throw new TypeError(`run: input "${name}" has ${data.length} values, its shape ${formatShape(shape)} wants ${sizeOf(shape)}.`);
  }
  return new runtime.Tensor(type as "float32", data as Float32Array, shape as number[]);
}

function fromRuntimeTensor(tensor: ort.Tensor): HostTensor {
  return { data: tensor.data as TensorData, shape: tensor.dims, type: tensor.type as ElementType };
}
