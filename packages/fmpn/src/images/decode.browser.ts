import { isPixelData, layOnGray, pictureOfPixels } from "./alpha.js";
import { checkHeader, checkPixels, MAX_FILE_BYTES, MAX_PIXELS, type DecodeOptions } from "./decode-options.js";
import { fetchPicture } from "./fetch-picture.js";
import { ImageError } from "./image-error.js";
import { HEIC_FAULT } from "./image-header.js";
import type { FileSource, ImageSource, PageSource, PixelData } from "./image-source.js";
import { isPicture, type Picture } from "./picture.js";
import { readBlob } from "./read-blob.js";

/**
 * Decodes whatever the browser can (JPEG, PNG, WebP, AVIF, GIF's first frame, BMP; HEIC in Safari; not TIFF) to 8-bit sRGB, with the same
 * rules as in Node: EXIF orientation, colour profiles and alpha. A video or canvas gives what it shows at this moment.
 *
 * @throws ImageError naming the source and the reason: see the Node side; also where a canvas is tainted by a picture of
 * another origin. The signal's reason where it ends a download.
 */
export async function decodeImage(source: ImageSource, options: DecodeOptions = {}): Promise<Picture> {
  if (isPicture(source)) return source;
  const name = options.name ?? nameOf(source);
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  if (isPixelData(source)) return pictureOfPixels(source, name, maxPixels);
  if (isDrawable(source)) return drawn(source, name, maxPixels);
  const blob = await readSource(source, name, options.signal);
  if (blob.size > MAX_FILE_BYTES) {
    throw new ImageError(name, "too-large", `has ${blob.size} bytes, ${MAX_FILE_BYTES} are allowed`);
  }
  const bytes = await readBlob(blob, name);
  const header = checkHeader(bytes, name, maxPixels);
  let bitmap: ImageBitmap;
  try {
    // Premultiplying would lose colour under faint alpha; the orientation is applied by default, named for clarity.
    bitmap = await createImageBitmap(blob, { premultiplyAlpha: "none", imageOrientation: "from-image" });
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

type Drawable = Exclude<PageSource, PixelData>;

/** Workers lack the elements of a page, so each class is asked for by name. */
function isDrawable(source: object | string): source is Drawable {
  const classes = ["ImageBitmap", "HTMLImageElement", "HTMLVideoElement", "HTMLCanvasElement", "OffscreenCanvas"];
  return classes.some((name) => {
    const type: unknown = Reflect.get(globalThis, name);
    return typeof type === "function" && source instanceof type;
  });
}

function drawn(source: Drawable, name: string, maxPixels: number): Picture {
  const [width, height] = sizeOf(source);
  if (width < 1 || height < 1) throw new ImageError(name, "empty", "has no pixels yet: wait until it is loaded");
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
  return [source.width, source.height];
}

async function readSource(source: FileSource, name: string, signal?: AbortSignal): Promise<Blob> {
  if (source instanceof Blob) return source;
  if (source instanceof ArrayBuffer) return new Blob([source]);
  if (source instanceof Uint8Array) return new Blob([new Uint8Array(source)]);
  return new Blob([new Uint8Array(await fetchPicture(source, name, signal))]);
}

function nameOf(source: Exclude<ImageSource, Picture>): string {
  if (typeof source === "string") return source.startsWith("data:") ? "image" : source;
  if (source instanceof URL) return source.href;
  if (typeof File !== "undefined" && source instanceof File) return source.name;
  return "image";
}
