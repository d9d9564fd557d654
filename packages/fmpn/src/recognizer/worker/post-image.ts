import { isPixelData } from "../../images/alpha.js";
import { decodeImage } from "../../images/decode.js";
import { ImageError } from "../../images/image-error.js";
import type { FileSource, ImageSource, PageSource } from "../../images/image-source.js";
import { isPicture } from "../../images/picture.js";
import { type Parcel, postableFile } from "./postable.js";
import type { PostedImage } from "./protocol.js";

/** Sends a picture and awaits the answer. */
type Post<T> = (image: PostedImage, transfer: readonly Transferable[]) => Promise<T>;

/**
 * Sends an image source into a worker: what belongs to the page as a bitmap of what it shows now.
 *
 * @throws ImageError where it cannot be read; what `post` throws
 */
export async function postImage<T>(source: ImageSource, name: string | undefined, post: Post<T>): Promise<T> {
  if (isPicture(source) || isPixelData(source)) return await post(source, []);
  if (!isFile(source)) return await postDrawable(source, name, post);
  const { content, transfer } = await parcelOf(source, name);
  return await post(content, transfer);
}

async function postDrawable<T>(source: PageSource, name: string | undefined, post: Post<T>): Promise<T> {
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
  return await post(await decodeImage(source, name === undefined ? {} : { name }), []);
}

async function bitmapOf(source: PageSource): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(source);
  } catch {
    return undefined;
  }
}

async function parcelOf(source: FileSource, name = "image"): Promise<Parcel<string | Uint8Array>> {
  try {
    return await postableFile(source);
  } catch (error) {
    throw new ImageError(name, "unreadable", `could not be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function isFile(source: ImageSource): source is FileSource {
  return typeof source === "string" || source instanceof URL || source instanceof Uint8Array || source instanceof ArrayBuffer || source instanceof Blob;
}
