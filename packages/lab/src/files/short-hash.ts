import { createHash } from "node:crypto";

/** 16 hex digits of SHA-256. */
export function shortHash(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
