import { openBlobAddress } from "#blob-address";
import { layOnGray, pictureOfPixels } from "./alpha.js";
import { checkHeader, checkPixels, type DecodeOptions, MAX_FILE_BYTES, MAX_PIXELS } from "./decode-options.js";
import type { Drawable } from "./drawable.js";
import { truncated, withEndMark } from "./end-mark.js";
import { fetchPicture } from "./fetch-picture.js";
import { ImageError } from "./image-error.js";
import { HEIC_FAULT, type ImageHeader } from "./image-header.js";
import type { ImageSource } from "./image-source.js";
import { type KnownFile, knowSource } from "./known-source.js";
import type { Picture } from "./picture.js";
import { readBlob } from "./read-blob.js";
import { nameOfSource } from "./source-name.js";

/**
 * Decodes whatever the browser can (JPEG, PNG, WebP, AVIF, GIF's first frame, BMP; HEIC in Safari; not TIFF) to 8-bit sRGB, with the same
 * rules as in Node: EXIF orientation, colour profiles and alpha. A video or canvas gives what it shows at this moment.
 *
 * @throws ImageError naming the source and the reason: see the Node side; also where a canvas is tainted by a picture of
 * another origin. TypeError for what is no image source. The signal's reason where it ends a download.
 */
export async function decodeImage(source: ImageSource, options: DecodeOptions = {}): Promise<Picture> {
  const given = knowSource(source);
  const name = options.name ?? nameOfSource(given, "image");
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  const known = await openBlobAddress(given, name, options.signal);
  if (known.kind === "picture") return known.picture;
  if (known.kind === "pixels") return pictureOfPixels(known.pixels, name, maxPixels);
  if (known.kind === "drawable") return drawn(known.drawable, name, maxPixels);
  const blob = await blobOf(known, name, options.signal);
  if (blob.size > MAX_FILE_BYTES) {
    throw new ImageError(name, "too-large", `has ${blob.size} bytes, ${MAX_FILE_BYTES} are allowed`);
  }
  const bytes = await readBlob(blob, name);
  const header = checkHeader(bytes, name, maxPixels);
  if (!header.whole) return await decodeUnended(bytes, header, name, maxPixels);
  let bitmap: ImageBitmap;
  try {
    bitmap = await bitmapOf(blob);
  } catch (error) {
    if (header.format === "heic") throw new ImageError(name, HEIC_FAULT.fault, HEIC_FAULT.reason, { cause: error });
    const hint = header.format === "tiff" ? ": browsers read no TIFF" : "";
    throw new ImageError(name, "damaged", `cannot be decoded as ${header.format.toUpperCase()}${hint}`, { cause: error });
  }
  try {
    return drawn(bitmap, name, maxPixels);
  } finally {
    bitmap.close();
  }
}

// Premultiplying would lose colour under faint alpha; the orientation is applied by default, named for clarity.
async function bitmapOf(blob: Blob): Promise<ImageBitmap> {
  return await createImageBitmap(blob, { premultiplyAlpha: "none", imageOrientation: "from-image" });
}

/**
 * A file without its end mark. A browser takes a PNG with a mark that was added only where every pixel is there; in a JPEG it
 * fills up what is missing, by what it finds. So it is read twice, with other things to find: they show where pixels are missing.
 */
async function decodeUnended(bytes: Uint8Array, header: ImageHeader, name: string, maxPixels: number): Promise<Picture> {
  const fillings = header.format === "jpeg" ? [new Uint8Array(), new Uint8Array(64).fill(0x5a)] : [new Uint8Array()];
  const pictures: Picture[] = [];
  for (const filling of fillings) {
    try {
      const bitmap = await bitmapOf(new Blob([new Uint8Array(withEndMark(header, bytes, filling))]));
      pictures.push(drawn(bitmap, name, maxPixels));
      bitmap.close();
    } catch (error) {
      throw truncated(name, header, error);
    }
  }
  const [picture, other = picture] = pictures;
  if (picture === undefined || other === undefined || picture.data.some((value, at) => value !== other.data[at])) throw truncated(name, header);
  return picture;
}

function drawn(source: Drawable, name: string, maxPixels: number): Picture {
  const [width, height] = sizeOf(source);
  const waiting = whatIsMissing(source, width * height);
  if (waiting !== undefined) throw new ImageError(name, "empty", waiting);
  checkPixels(width, height, name, maxPixels);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { colorSpace: "srgb", willReadFrequently: true });
  if (context === null) throw new ImageError(name, "unreadable", "cannot be drawn: the browser gives no 2D canvas");
  try {
    context.drawImage(source, 0, 0, width, height);
    return layOnGray(width, height, context.getImageData(0, 0, width, height).data);
  } catch (error) {
    const reason = "cannot be read back: it comes from another origin without leave (CORS), or is broken";
    throw new ImageError(name, "unreadable", reason, { cause: error });
  }
}

function sizeOf(source: Drawable): [number, number] {
  if ("naturalWidth" in source) return [source.naturalWidth, source.naturalHeight];
  if ("videoWidth" in source) return [source.videoWidth, source.videoHeight];
  if ("displayWidth" in source) return [source.displayWidth, source.displayHeight];
  return [source.width, source.height];
}

/** Why there is nothing to draw yet: a canvas would draw nothing, in silence. */
function whatIsMissing(source: Drawable, pixels: number): string | undefined {
  if ("naturalWidth" in source && source.complete && pixels === 0 && source.currentSrc !== "") return "could not be loaded by the page";
  if ("naturalWidth" in source && !source.complete) return "has no pixels yet: wait until it is loaded, await image.decode()";
  if ("videoWidth" in source && source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return "has no pixels yet: wait for the video's first frame, its event loadeddata";
  return pixels === 0 ? "has no pixels yet: wait until it is loaded" : undefined;
}

async function blobOf(source: KnownFile, name: string, signal?: AbortSignal): Promise<Blob> {
  if (source.kind === "blob") return source.blob;
  // A copy where the memory is shared, which blobs do not take.
  return new Blob([new Uint8Array(source.kind === "bytes" ? source.bytes : await fetchPicture(source.address, name, signal))]);
}
