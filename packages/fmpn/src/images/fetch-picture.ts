import { BASE64_FAULT, bytesOfDataAddress, isBase64Text } from "./data-address.js";
import { MAX_FILE_BYTES } from "./decode-options.js";
import { ImageError } from "./image-error.js";

/** A server that has not sent a picture by then is given up. */
const PATIENCE_MS = 30_000;

/**
 * The bytes at an address (`http:`, `https:`, `data:`, `blob:`, and in a page any relative one).
 *
 * @throws ImageError where a `data:` address is damaged or the text is no address, where the server cannot be reached, answers with an error or sends more than {@link MAX_FILE_BYTES};
 * the signal's reason once it is raised
 */
export async function fetchPicture(address: string, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  if (isBase64Text(address)) throw new ImageError(name, "unsupported", BASE64_FAULT);
  const carried = dataOf(address, name);
  if (carried !== undefined) return carried;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(address, { signal: signal === undefined ? patience : AbortSignal.any([signal, patience]) });
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trimEnd());
    return await readAtMost(response, MAX_FILE_BYTES);
  } catch (error) {
    signal?.throwIfAborted();
    throw new ImageError(name, "unreadable", `could not be fetched: ${fetchFault(error)}`, { cause: error });
  }
}

function dataOf(address: string, name: string): Uint8Array | undefined {
  try {
    return bytesOfDataAddress(address);
  } catch (error) {
    throw new ImageError(name, "damaged", error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A length may be missing or wrong, so the bytes are counted as they come. */
async function readAtMost(response: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    parts.push(part.value);
    size += part.value.length;
    if (size <= limit) continue;
    await reader?.cancel();
    throw new Error(`more than ${limit} bytes came, and no more are allowed`);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** In Node `fetch` itself only says "fetch failed"; the cause says why. */
function fetchFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  if (cause.message !== "") return cause.message;
  return "code" in cause ? String(cause.code) : error.message;
}
