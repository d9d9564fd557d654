import type { Provider } from "./provider.js";

let last: Promise<unknown> = Promise.resolve();

/**
 * Does work with an ONNX Runtime session, where the session is on WebGPU after all such work that was asked for before: there
 * is one runtime for all sessions of a page, and on WebGPU neither their runs nor their making may overlap.
 */
export async function inTurn<T>(provider: Provider | undefined, work: () => Promise<T>): Promise<T> {
  if (provider !== "webgpu") return await work();
  const result = last.then(work);
  last = result.catch(() => {});
  return await result;
}
