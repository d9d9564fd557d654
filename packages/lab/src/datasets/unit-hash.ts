import { createHash } from "node:crypto";

/** A number in [0, 1) from a text, the same everywhere and for ever: the first 48 bits of its SHA-256. */
export function unitHash(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}
