/** How a field lies in a protobuf message (protobuf.dev/programming-guides/encoding). Groups, which no ONNX file has, are left out. */
export const WireType = { Varint: 0, Bit64: 1, LengthDelimited: 2, Bit32: 5 } as const;

// One of each for all texts: making them takes longer than their work.
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** A text's bytes as a text. @throws TypeError for what is none */
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes);

const damaged = (what: string): never => {
  throw new RangeError(`the message ends within ${what}`);
};

/** Reads the fields of a message one after the other; throws a RangeError where one leaves its message. */
export class BinaryReader {
  pos = 0;
  readonly len: number;
  readonly #view: DataView;

  constructor(private readonly data: Uint8Array) {
    this.len = data.length;
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /** A field's number and how it lies there. */
  tag(): [number: number, wire: number] {
    const value = Number(this.int64());
    const number = Math.floor(value / 8);
    if (number < 1 || number > 0x1fffffff) throw new RangeError(`there is no field ${number}`);
    return [number, value % 8];
  }

  /** A number of seven bits a byte, the lowest first; a bigint where a number does not hold it. */
  int64(): number | bigint {
    // Nearly all are small: a model is read once, before an engine has had time to make this fast.
    const small = this.data[this.pos];
    if (small < 0x80) {
      this.pos += 1;
      return small;
    }
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    let large = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      large |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, large);
    }
    throw new RangeError("a number has more than ten bytes");
  }

  float(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** A view of a field's bytes. */
  bytes(): Uint8Array {
    const length = Number(this.int64());
    const start = this.#take(length);
    return this.data.subarray(start, start + length);
  }

  /** Passes over a field's value. */
  skip(wire: number): void {
    if (wire === WireType.Varint) this.int64();
    else if (wire === WireType.LengthDelimited) this.bytes();
    else if (wire === WireType.Bit32 || wire === WireType.Bit64) this.#take(wire === WireType.Bit32 ? 4 : 8);
    else throw new RangeError(`a field has the wire type ${wire}`);
  }

  #byte(): number {
    return this.data[this.#take(1)];
  }

  #take(length: number): number {
    const start = this.pos;
    if (!(length >= 0 && start + length <= this.len)) damaged("a field");
    this.pos = start + length;
    return start;
  }
}

/** Writes messages; calls follow each other: `writer.tag(1, WireType.Varint).int64(8)`. */
export class BinaryWriter {
  /** Pieces of the message that is written, within those that wait for it. */
  readonly #levels: Uint8Array[][] = [[]];

  tag(number: number, wire: number): this {
    return this.int64(number * 8 + wire);
  }

  int64(value: number | bigint): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    return this.#write(Uint8Array.of(...bytes, Number(rest)));
  }

  int32(value: number): this {
    return this.int64(value);
  }

  float(value: number): this {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value, true);
    return this.#write(new Uint8Array(view.buffer));
  }

  double(value: number): this {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value, true);
    return this.#write(new Uint8Array(view.buffer));
  }

  string(value: string): this {
    return this.bytes(encoder.encode(value));
  }

  bytes(value: Uint8Array): this {
    return this.int64(value.length).#write(value);
  }

  /** Begins a message within this one, which `join` ends. */
  fork(): this {
    this.#levels.push([]);
    return this;
  }

  join(): this {
    const inner = this.#levels.pop() ?? [];
    this.int64(inner.reduce((sum, { length }) => sum + length, 0));
    for (const piece of inner) this.#write(piece);
    return this;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const pieces = this.#levels.flat();
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  #write(piece: Uint8Array): this {
    this.#levels.at(-1)?.push(piece);
    return this;
  }
}
