import type { ImageHeader } from "./image-header.js";
import { ImageError } from "./image-error.js";

const EOI = Uint8Array.of(0xff, 0xd9);
const IEND = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

/**
 * A JPEG or PNG file with the end mark that it lacks: cameras' streams and careless tools leave it out, though every pixel is
 * there. Whether it is, the decoder must find out.
 *
 * @param between bytes before the mark
 */
export function withEndMark({ format }: ImageHeader, bytes: Uint8Array, between: Uint8Array = new Uint8Array()): Uint8Array {
  const mark = format === "png" ? IEND : EOI;
  const ended = new Uint8Array(bytes.length + between.length + mark.length);
  ended.set(bytes);
  ended.set(between, bytes.length);
  ended.set(mark, bytes.length + between.length);
  return ended;
}

/** What a file that lacks pixels is told of. */
export function truncated(name: string, { format }: ImageHeader, cause?: unknown): ImageError {
  return new ImageError(name, "truncated", `is a ${format.toUpperCase()} file that ends before its pixels do`, { cause });
}
