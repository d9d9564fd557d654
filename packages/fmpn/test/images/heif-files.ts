/**
 * The first bytes of a HEIF file, made by hand: the box of brands, and a property that tells the size.
 *
 * @param compatible the brands after the major one
 */
export function heifHeader(major: string, ...compatible: string[]): Uint8Array {
  const length = 16 + 4 * compatible.length;
  const bytes = Buffer.alloc(length + 20);
  bytes.writeUInt32BE(length, 0);
  bytes.write(`ftyp${major}\0\0\0\0${compatible.join("")}`, 4, "latin1");
  bytes.writeUInt32BE(20, length);
  bytes.write("ispe", length + 4, "latin1");
  bytes.writeUInt32BE(64, length + 12);
  bytes.writeUInt32BE(48, length + 16);
  return bytes;
}
