import { classNameOf } from "./class-name.js";
import { type Drawable, drawableClasses } from "./drawable.js";
import type { PixelData } from "./image-source.js";
import { isPicture, type Picture } from "./picture.js";

/** A file, whole, by the way in which it is read. */
export type KnownFile =
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "blob"; readonly blob: Blob };

/** An image source by the way in which it is read. */
export type KnownSource =
  | KnownFile
  | { readonly kind: "picture"; readonly picture: Picture }
  | { readonly kind: "pixels"; readonly pixels: PixelData }
  | { readonly kind: "drawable"; readonly drawable: Drawable };

/**
 * What an image source is, whatever the caller's types promised: nothing but a string or a URL is ever taken for an address.
 *
 * @throws TypeError saying what was given, and what to give
 */
export function knowSource(value: unknown): KnownSource {
  const file = asFile(value);
  if (file !== undefined) return file;
  if (isPicture(value)) return { kind: "picture", picture: value };
  const pixels = asPixels(value);
  if (pixels !== undefined) return pixels;
  if (drawableClasses.includes(classNameOf(value))) return { kind: "drawable", drawable: value as Drawable };
  throw new TypeError(`A picture is an address or path, bytes, a Blob, pixels, or what a page draws; given was ${describe(value)}.`);
}

/**
 * What a file is.
 *
 * @param wanted what the file is for, e.g. `A model`
 * @throws TypeError saying what was given
 */
export function knowFile(value: unknown, wanted: string): KnownFile {
  const file = asFile(value);
  if (file === undefined) throw new TypeError(`${wanted} is an address or path, bytes, or a Blob; given was ${describe(value)}.`);
  return file;
}

/**
 * An address or path as a text.
 *
 * @throws TypeError saying what was given
 */
export function knowAddress(value: unknown, wanted: string): string {
  const file = asFile(value);
  if (file?.kind !== "address") throw new TypeError(`${wanted} is an address or path; given was ${describe(value)}.`);
  return file.address;
}

function asFile(value: unknown): KnownFile | undefined {
  if (typeof value === "string") return value === "" ? undefined : { kind: "address", address: value };
  if (typeof value !== "object" || value === null) return undefined;
  switch (classNameOf(value)) {
    case "URL":
      return { kind: "address", address: String(value) };
    case "Blob":
    case "File":
      return { kind: "blob", blob: value as Blob };
    case "ArrayBuffer":
      return { kind: "bytes", bytes: new Uint8Array(value as ArrayBuffer) };
    case "Uint8Array":
      // Of this realm whatever was given, for those who ask by `instanceof`.
      return { kind: "bytes", bytes: value instanceof Uint8Array ? value : ownBytes(value as Uint8Array) };
    default:
      return undefined;
  }
}

function ownBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Pixels, also those that decoders for Node hand out, as plain bytes. */
function asPixels(value: unknown): Extract<KnownSource, { kind: "picture" | "pixels" }> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { width, height, channels, data } = value as Partial<Picture>;
  if (typeof width !== "number" || typeof height !== "number" || data === undefined || !/^Uint8(?:Clamped)?Array$/.test(classNameOf(data))) return undefined;
  const clamped = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
  const picture = { width, height, channels, data: clamped };
  if (isPicture(picture)) return { kind: "picture", picture };
  return clamped.length === width * height * 4 ? { kind: "pixels", pixels: { width, height, data: clamped } } : undefined;
}

/** What to do with what is often given by mistake. */
const advice: Readonly<Record<string, string>> = {
  Promise: "await it first",
  Response: "give what it brings, await response.blob()",
  Array: "many pictures are for recognizeAll",
  FileList: "give one of its files, or all of them to recognizeAll",
  NodeList: "many pictures are for recognizeAll",
  HTMLCollection: "many pictures are for recognizeAll",
  HTMLInputElement: "give one of its files, input.files[0]",
  CanvasRenderingContext2D: "give its canvas",
  OffscreenCanvasRenderingContext2D: "give its canvas",
  SVGImageElement: "drawings that may link to other files are refused: draw it on a canvas",
  ReadableStream: "read it to its end, await new Response(stream).blob()",
  MediaStream: "videos are for track",
  MediaStreamTrack: "give new MediaStream([track]) to track",
  Uint8ClampedArray: "pixels need a size, { width, height, data }; a file's bytes are a Uint8Array",
  DataView: "give its bytes as a Uint8Array",
  SharedArrayBuffer: "give its bytes as a Uint8Array",
};

/** What a value is, for an error: a word and, where it is known, what to do. */
export function describe(value: unknown): string {
  if (value === "") return "an empty text";
  if (typeof value === "string") return "a text";
  if (value === undefined || value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = classNameOf(value);
  const hint = advice[name] ?? adviceByShape(value);
  return `${named(value, name)}${hint === undefined ? "" : `: ${hint}`}`;
}

function named(value: object, className: string): string {
  // Classes that do not name themselves (Node's streams, a library's canvas) are known by their constructor.
  const name = className === "Object" ? (value.constructor?.name ?? "") : className;
  if (name !== "Object" && name !== "") return `${/^[AEIO]|^HTML|^SVG/.test(name) ? "an" : "a"} ${name}`;
  const keys = Object.keys(value);
  return `an object with ${keys.length === 0 ? "nothing" : keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", …" : ""}`;
}

function adviceByShape(value: object): string | undefined {
  const { width, height, data, pipe } = value as { width?: unknown; height?: unknown; data?: unknown; pipe?: unknown };
  if (typeof pipe === "function") return "read it to its end first";
  if (typeof width !== "number" || typeof height !== "number" || typeof data !== "object" || data === null) return undefined;
  const { length } = data as { length?: unknown };
  return `pixels of ${width} × ${height} are ${width * height * 4} values of red, green, blue and alpha, 8 bits each; its data is a ${classNameOf(data)} of ${String(length)}`;
}
