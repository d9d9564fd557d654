/**
 * Fetches a model file: by default the one that lies beside this package's code.
 *
 * @throws Error saying why it could not be had
 */
export async function readModelBytes(address: string = new URL("../../models/expressions/compact.onnx", import.meta.url).href, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(address, signal === undefined ? {} : { signal });
  if (!response.ok) throw new Error(`it could not be fetched (status ${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}
