import type { Picture } from "./picture.js";

/**
 * A file, whole: its bytes, or where it lies. A string is an address in a browser; in Node it is a path, or an address that
 * begins with `http:`, `https:`, `data:` or `file:`.
 */
export type FileSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** Decoded pixels, as `ImageData` has them, in Node, too: rows of red, green, blue and alpha (not premultiplied), 8 bits each. */
export interface PixelData {
  readonly width: number;
  readonly height: number;
  /** `height × width × 4` values. */
  readonly data: Uint8ClampedArray;
}

/** What a page may hold already decoded; in browsers only. */
export type PageSource =
  | ImageBitmap
  | HTMLImageElement
  | HTMLVideoElement
  | HTMLCanvasElement
  | OffscreenCanvas;

/** What `decodeImage` takes. A picture is handed back as it is. */
export type ImageSource = FileSource | PixelData | PageSource | Picture;
