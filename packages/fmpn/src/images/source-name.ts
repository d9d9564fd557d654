import type { KnownSource } from "./known-source.js";

/** A longer name would hide what the message says. */
const LONGEST = 200;

/**
 * What error messages call a source: its path or address, cut in its middle where it is long, or its file's name.
 *
 * @param otherwise for what has no name: bytes, pixels, `data:` addresses
 */
export function nameOfSource(source: KnownSource, otherwise: string): string {
  if (source.kind === "blob") return "name" in source.blob && typeof source.blob.name === "string" ? shortened(source.blob.name) : otherwise;
  return source.kind !== "address" || /^data:/i.test(source.address) ? otherwise : shortened(source.address);
}

function shortened(name: string): string {
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST / 2)}…${name.slice(-LONGEST / 4)}`;
}
