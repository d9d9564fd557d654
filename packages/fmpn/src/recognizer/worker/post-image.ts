import { openBlobAddress } from "#blob-address";
import { decodeImage } from "../../images/decode.js";
import type { Drawable } from "../../images/drawable.js";
import { ImageError } from "../../images/image-error.js";
import type { KnownFile, KnownSource } from "../../images/known-source.js";
import { type Parcel, postableFile } from "./postable.js";
import type { PostedImage } from "./protocol.js";

/** Sends a picture and awaits the answer. */
type Post<T> = (image: PostedImage, transfer: readonly (ArrayBuffer | ImageBitmap)[]) => Promise<T>;

/**
 * Sends an image source into a worker: what belongs to the page as a bitmap of what it shows now.
 *
 * @param name what error messages call it
 * @throws ImageError where it cannot be read; TypeError where it is no image source here; what `post` throws
 */
export async function postImage<T>(given: KnownSource, name: string, post: Post<T>, signal?: AbortSignal): Promise<T> {
  const source = await openBlobAddress(given, name, signal);
  switch (source.kind) {
    case "picture":
      return await post(source.picture, []);
    case "pixels":
      return await post(source.pixels, []);
    case "drawable":
      return await postDrawable(source.drawable, name, post);
    default: {
      const { content, transfer } = await parcelOf(source, name);
      return await post(content, transfer);
    }
  }
}

async function postDrawable<T>(source: Drawable, name: string, post: Post<T>): Promise<T> {
  const bitmap = await bitmapOf(source);
  try {
    if (bitmap !== undefined) return await post(bitmap, [bitmap]);
  } catch (error) {
    // Pixels of another origin may not be posted.
    if (!(error instanceof DOMException && error.name === "DataCloneError")) throw error;
  } finally {
    // It holds memory that the garbage collector does not see. Once handed over, nothing of it is left here.
    bitmap?.close();
  }
  // Decoding here fails too, and says why.
  return await post(await decodeImage(source, { name }), []);
}

async function bitmapOf(source: Drawable): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(source);
  } catch {
    return undefined;
  }
}

async function parcelOf(source: KnownFile, name: string): Promise<Parcel<string | Uint8Array>> {
  try {
    return await postableFile(source);
  } catch (error) {
    throw new ImageError(name, "unreadable", `could not be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
