import { ImageError } from "./image-error.js";

/**
 * The bytes of a blob.
 *
 * @throws ImageError where it cannot be read, as a file that was changed or deleted after it was chosen
 */
export async function readBlob(blob: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw new ImageError(name, "unreadable", `could not be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
