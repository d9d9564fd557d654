import { CheckpointError } from "../stored-tensor.js";
import { createCursor } from "./byte-cursor.js";

const signatures = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 } as const;
const endLength = 22;
const longestComment = 0xffff;
const mostEntries = 200_000;

/**
 * Finds the entries of a zip archive as `torch.save` writes it: stored, not compressed, so that every entry is a part of
 * the bytes given and nothing can grow. Compressed or encrypted entries are refused, and so are entries that overlap
 * or whose two headers disagree. Zip64 is read. (Layout: PKWARE's APPNOTE 6.3.)
 *
 * @returns views of the archive's bytes by entry name
 * @throws CheckpointError naming the entry
 */
export function readZip(bytes: Uint8Array, what: string): Map<string, Uint8Array> {
  const directory = findDirectory(bytes, what);
  if (directory.count > mostEntries) throw new CheckpointError(`${what}: the archive claims ${directory.count} entries; at most ${mostEntries} are read.`);
  if (directory.offset > bytes.length) throw new CheckpointError(`${what}: truncated, the archive's directory lies past the end.`);
  const cursor = createCursor(bytes, `${what}: the archive's directory`, directory.offset);
  const found = new Map<string, { start: number; data: Uint8Array }>();
  for (let at = 0; at < directory.count; at += 1) {
    const entry = readEntry(cursor, what);
    if (found.has(entry.name)) throw new CheckpointError(`${what}: the archive holds "${entry.name}" twice.`);
    found.set(entry.name, { start: entry.offset, data: locate(bytes, entry, what) });
  }
  let reached = 0;
  for (const [name, { start, data }] of [...found].toSorted(([, a], [, b]) => a.start - b.start)) {
    if (start < reached) throw new CheckpointError(`${what}: "${name}" overlaps another entry of the archive.`);
    reached = data.byteOffset - bytes.byteOffset + data.length;
  }
  return new Map([...found].map(([name, { data }]) => [name, data]));
}

interface Directory {
  readonly offset: number;
  readonly count: number;
}

/** The end-of-directory record lies at the end of the file, before a comment of at most 65535 bytes. */
function findDirectory(bytes: Uint8Array, what: string): Directory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.length - endLength; at >= Math.max(0, bytes.length - endLength - longestComment); at -= 1) {
    if (view.getUint32(at, true) !== signatures.end || view.getUint16(at + 20, true) !== bytes.length - at - endLength) continue;
    const count = view.getUint16(at + 10, true);
    const offset = view.getUint32(at + 16, true);
    const needs64 = count === 0xffff || offset === 0xffffffff || view.getUint32(at + 12, true) === 0xffffffff;
    return needs64 ? findDirectory64(bytes, view, at, what) : { offset, count };
  }
  throw new CheckpointError(`${what}: truncated or damaged, the zip archive has no end.`);
}

function findDirectory64(bytes: Uint8Array, view: DataView, end: number, what: string): Directory {
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== signatures.locator64) throw new CheckpointError(`${what}: damaged, the zip64 locator is missing.`);
  const at = Number(view.getBigUint64(locator + 8, true));
  if (at > bytes.length - 56) throw new CheckpointError(`${what}: damaged, the zip64 record lies past the end.`);
  const cursor = createCursor(bytes, `${what}: the zip64 record`, at);
  if (cursor.u32() !== signatures.end64) throw new CheckpointError(`${what}: damaged, the zip64 record is missing.`);
  cursor.take(28);
  const count = cursor.u64();
  cursor.u64();
  return { offset: cursor.u64(), count };
}

interface ZipEntry {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

function readEntry(cursor: ReturnType<typeof createCursor>, what: string): ZipEntry {
  if (cursor.u32() !== signatures.entry) throw new CheckpointError(`${what}: damaged, the archive's directory is not where it should be.`);
  cursor.take(4);
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.take(8);
  const sizes = { compressed: cursor.u32(), size: cursor.u32() };
  const [nameLength, extraLength, commentLength] = [cursor.u16(), cursor.u16(), cursor.u16()];
  cursor.take(8);
  const offset = cursor.u32();
  const name = new TextDecoder().decode(cursor.take(nameLength));
  const full = widen({ ...sizes, offset }, cursor.take(extraLength), `${what}: "${name}"`);
  cursor.take(commentLength);
  if (method !== 0) throw new CheckpointError(`${what}: "${name}" is compressed, which torch.save never does; refused.`);
  if ((flags & 1) !== 0) throw new CheckpointError(`${what}: "${name}" is encrypted; refused.`);
  if (full.compressed !== full.size) throw new CheckpointError(`${what}: "${name}" is stored and yet has two sizes, ${full.compressed} and ${full.size} bytes.`);
  return { name, offset: full.offset, size: full.size };
}

/** Sizes and offsets beyond 32 bits stand in the zip64 extra field, in this order, each only where the plain field is all ones. */
function widen(fields: { size: number; compressed: number; offset: number }, extra: Uint8Array, where: string): typeof fields {
  const cursor = createCursor(extra, `${where}: an extra field`);
  const wide = { ...fields };
  while (cursor.remaining >= 4) {
    const [id, length] = [cursor.u16(), cursor.u16()];
    const field = createCursor(cursor.take(length), `${where}: the zip64 field`);
    if (id !== 1) continue;
    if (fields.size === 0xffffffff) wide.size = field.u64();
    if (fields.compressed === 0xffffffff) wide.compressed = field.u64();
    if (fields.offset === 0xffffffff) wide.offset = field.u64();
  }
  return wide;
}

/** An entry's bytes, which follow its own header. */
function locate(bytes: Uint8Array, { name, offset, size }: ZipEntry, what: string): Uint8Array {
  const where = `${what}: "${name}"`;
  if (offset > bytes.length) throw new CheckpointError(`${where} lies past the end of the file.`);
  const cursor = createCursor(bytes, where, offset);
  if (cursor.u32() !== signatures.local) throw new CheckpointError(`${where} has no header of its own.`);
  cursor.take(4);
  if (cursor.u16() !== 0) throw new CheckpointError(`${where} is compressed, which torch.save never does; refused.`);
  cursor.take(16);
  const [nameLength, extraLength] = [cursor.u16(), cursor.u16()];
  if (new TextDecoder().decode(cursor.take(nameLength)) !== name) throw new CheckpointError(`${where} has another name in its own header.`);
  cursor.take(extraLength);
  return cursor.take(size);
}
