import type { Drawable } from "./drawable.js";
import type { Picture } from "./picture.js";

/**
 * A file, whole: its bytes, or where it lies. A string is an address in a browser; in Node it is a path, or an address that
 * begins with `http:`, `https:`, `data:`, `blob:` or `file:`.
 */
export type FileSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/**
 * Decoded pixels, as `ImageData` has them, in Node, too: rows of red, green, blue and alpha (not premultiplied), 8 bits each.
 */
export interface PixelData {
  readonly width: number;
  readonly height: number;
  /** `height × width × 4` values. */
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** What `decodeImage` takes. A picture is handed back as it is. What a page holds already decoded, browsers alone can read. */
export type ImageSource = FileSource | PixelData | Drawable | Picture;
