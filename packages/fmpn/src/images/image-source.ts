import type { Picture } from "./picture.js";

/** A file, whole: its bytes, or where it lies. A string is a path in Node and an address in a browser. */
export type FileSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** What a page may hold already decoded; in browsers only. */
export type PageSource =
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLVideoElement
  | HTMLCanvasElement
  | OffscreenCanvas;

/** What `decodeImage` takes. A picture is handed back as it is. */
export type ImageSource = FileSource | PageSource | Picture;
