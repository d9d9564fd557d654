/** Pickles and archives built by hand, so that tests can make what no honest program writes. */

const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];
const u32 = (value: number): number[] => [...new Uint8Array(Uint32Array.of(value).buffer)];
const u16 = (value: number): number[] => [value & 255, value >> 8];
const u64 = (value: number): number[] => [...u32(value % 2 ** 32), ...u32(Math.floor(value / 2 ** 32))];

export type Part = readonly number[];

export const proto: Part = [0x80, 2];
export const stop: Part = [0x2e];
export const text = (value: string): Part => [0x58, ...u32(ascii(value).length), ...ascii(value)];
export const int = (value: number): Part => (value < 256 ? [0x4b, value] : value < 2 ** 31 ? [0x4a, ...u32(value)] : [0x8a, 8, ...u64(value)]);
export const global = (module: string, name: string): Part => [0x63, ...ascii(`${module}\n${name}\n`)];
export const tuple = (...items: Part[]): Part => [0x28, ...items.flat(), 0x74];
export const dict = (...pairs: Part[]): Part => [0x7d, 0x28, ...pairs.flat(), 0x75];
export const call = (callee: Part, ...args: Part[]): Part => [...callee, ...tuple(...args), 0x52];
export const storage = (count: number, key = "0", kind = "FloatStorage"): Part => [
  ...tuple(text("storage"), global("torch", kind), text(key), text("cpu"), int(count)),
  0x51,
];
export const tensor = (of: Part, offset: number, shape: readonly number[], strides: readonly number[]): Part =>
  call(
    global("torch._utils", "_rebuild_tensor_v2"),
    of,
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    [0x89],
    call(global("collections", "OrderedDict")),
  );
export const pickle = (...parts: Part[]): Uint8Array => Uint8Array.from([proto, ...parts, stop].flat());

export interface ZipOptions {
  readonly method?: number;
  readonly flags?: number;
  readonly zip64?: boolean;
  readonly size?: number;
  readonly offset?: number;
}

/** A zip archive of stored entries; options spoil every entry. */
export function zip(entries: Readonly<Record<string, Uint8Array>>, { method = 0, flags = 0, zip64 = false, size, offset }: ZipOptions = {}): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const write = (bytes: ArrayLike<number>): void => {
    pieces.push(Uint8Array.from(bytes));
    length += bytes.length;
  };
  const directory: number[] = [];
  for (const [name, data] of Object.entries(entries)) {
    const at = offset ?? length;
    const claimed = size ?? data.length;
    write([...u32(0x04034b50), ...u16(20), ...u16(flags), ...u16(method), ...u32(0), ...u32(0), ...u32(claimed), ...u32(claimed)]);
    write([...u16(name.length), ...u16(5), ...ascii(name), 0x46, 0x42, 1, 0, 0x5a]);
    write(data);
    const extra = zip64 ? [...u16(1), ...u16(24), ...u64(claimed), ...u64(claimed), ...u64(at)] : [];
    const plain = (value: number): number[] => u32(zip64 ? 0xffffffff : value);
    directory.push(...u32(0x02014b50), ...u16(20), ...u16(20), ...u16(flags), ...u16(method), ...u32(0), ...u32(0), ...plain(claimed), ...plain(claimed));
    directory.push(...u16(name.length), ...u16(extra.length), ...u16(0), ...u16(0), ...u16(0), ...u32(0), ...plain(at), ...ascii(name), ...extra);
  }
  const count = Object.keys(entries).length;
  const end: number[] = [];
  if (zip64) {
    end.push(...u32(0x06064b50), ...u64(44), ...u16(45), ...u16(45), ...u32(0), ...u32(0));
    end.push(...u64(count), ...u64(count), ...u64(directory.length), ...u64(length));
    end.push(...u32(0x07064b50), ...u32(0), ...u64(length + directory.length), ...u32(1));
  }
  const short = zip64 ? 0xffff : count;
  end.push(...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(short), ...u16(short));
  end.push(...u32(zip64 ? 0xffffffff : directory.length), ...u32(zip64 ? 0xffffffff : length), ...u16(0));
  write(directory);
  write(end);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** A checkpoint of one storage, of zeros unless given, and whatever pickle. */
export function checkpoint(data: Uint8Array, record: Uint8Array = new Uint8Array(16), options: ZipOptions = {}): Uint8Array {
  return zip({ "a/data.pkl": data, "a/data/0": record }, options);
}
