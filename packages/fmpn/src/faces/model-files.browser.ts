/** Fetches a model from beside this package's code, or from the folder given. */
export async function readFaceModel(file: string, folder?: string | URL): Promise<Uint8Array> {
  const base = new URL(folder ?? new URL("../../models/faces/", import.meta.url), globalThis.location?.href);
  const address = new URL(file, base.href.endsWith("/") ? base : `${base.href}/`);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The face model ${address.href} could not be fetched (status ${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}
