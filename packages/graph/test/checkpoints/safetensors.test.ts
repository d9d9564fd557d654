import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@fmpn/graph";
import { CheckpointError, readSafetensors, type StoredTensor, writeSafetensors } from "@fmpn/graph/checkpoints";

const tensors = new Map<string, StoredTensor>([
  ["bytes", { shape: [3], type: "uint8", data: Uint8Array.of(1, 2, 255) }],
  ["layer1.0.weight", { shape: [2, 3], type: "float32", data: Float32Array.of(1, -2, 0.1, Number.NaN, 3e38, 1e-45) }],
  ["layer1.0.half", { shape: [2], type: "float16", data: Uint16Array.of(0x3c00, 0xc000) }],
  ["count", { shape: [], type: "int64", data: BigInt64Array.of(-(2n ** 60n)) }],
  ["int", { shape: [1, 2], type: "int32", data: Int32Array.of(-5, 6) }],
  ["signed", { shape: [2], type: "int8", data: Int8Array.of(-128, 127) }],
  ["flag", { shape: [2], type: "bool", data: Uint8Array.of(0, 1) }],
  ["empty", { shape: [0, 4], type: "float32", data: new Float32Array() }],
  ["__proto__", { shape: [1], type: "float32", data: Float32Array.of(4) }],
]);

/** A file from a header and a body, however wrong they are. */
function file(header: unknown, body: ArrayLike<number> = [], length?: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  bytes.set(text, 8);
  bytes.set(Array.from(body), 8 + text.length);
  return bytes;
}

test("what is written is read back: every type, shape and the metadata", () => {
  const metadata = { made: "today", "ä": "\"ö\"" };
  const bytes = writeSafetensors(tensors, metadata);
  const back = readSafetensors(bytes, "a.safetensors");
  assert.deepEqual(back.metadata, metadata);
  assert.deepEqual([...back.tensors.keys()].sort(), [...tensors.keys()].sort());
  for (const [name, tensor] of tensors) assert.deepEqual(back.tensors.get(name), tensor, name);
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  assert.deepEqual(readSafetensors(moved.subarray(3), "unaligned"), back);
});

test("tensors start at multiples of their element's size", () => {
  const bytes = writeSafetensors(tensors);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  assert.equal(length % 8, 0);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, { dtype: string; data_offsets: number[] }>;
  const begin = (name: string): number => header[name]?.data_offsets[0] ?? -1;
  assert.equal(begin("count"), 0);
  assert.equal(begin("layer1.0.weight") % 4, 0);
  assert.equal(begin("layer1.0.half") % 2, 0);
});

test("bfloat16 becomes float32", () => {
  const bytes = file({ b: { dtype: "BF16", shape: [3], data_offsets: [0, 6] } }, [0x80, 0x3f, 0x20, 0xc0, 0x80, 0x7f]);
  assert.deepEqual(readSafetensors(bytes, "b").tensors.get("b"), { shape: [3], type: "float32", data: Float32Array.of(1, -2.5, Infinity) });
});

test("doubles are rounded to float32, other integers become those that graphs have", () => {
  const body = [...new Uint8Array(Float64Array.of(0.1, -2).buffer), ...new Uint8Array(Uint32Array.of(2 ** 32 - 1).buffer), ...new Uint8Array(Int16Array.of(-7).buffer), ...new Uint8Array(Uint16Array.of(65535).buffer)];
  const entry = (dtype: string, shape: number[], begin: number, end: number): object => ({ dtype, shape, data_offsets: [begin, end] });
  const bytes = file({ d: entry("F64", [2], 0, 16), u: entry("U32", [1], 16, 20), s: entry("I16", [1], 20, 22), w: entry("U16", [1], 22, 24) }, body);
  assert.deepEqual(Object.fromEntries([...readSafetensors(bytes, "n").tensors].map(([name, { type, data }]) => [name, [type, [...(data as Float32Array)]]])), {
    d: ["float32", [Math.fround(0.1), -2]],
    u: ["int64", [4294967295n]],
    s: ["int32", [-7]],
    w: ["int32", [65535]],
  });
  assert.throws(() => readSafetensors(file({ q: entry("F8_E4M3", [1], 0, 1) }, [0]), "q.safetensors"), /q\.safetensors: tensor "q" has the element type "F8_E4M3"; read are .*F64.*\. Convert it to F32\./);
});

test("tensors of the wrong length or array are not written", () => {
  const write = (tensor: StoredTensor, name = "w"): Uint8Array => writeSafetensors(new Map([[name, tensor]]));
  assert.throws(() => write({ shape: [3], type: "float32", data: Float32Array.of(1) }), /Tensor "w": 1 values in a Float32Array are no float32 of shape 3/);
  assert.throws(() => write({ shape: [1], type: "float16", data: Float32Array.of(1) }), CheckpointError);
  assert.throws(() => write({ shape: [1], type: "int8", data: Int8Array.of(1) }, "__metadata__"), CheckpointError);
});

test("damaged and hostile files are refused with the file's and the tensor's name", () => {
  const one = (fields: Record<string, unknown>, body: ArrayLike<number> = [0, 0, 0, 0]): Uint8Array =>
    file({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4], ...fields } }, body);
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /^f: 0 bytes are no safetensors file/],
    [file("{}", [], 2 ** 40), /^f: no safetensors file, or a header of 1099511627776 bytes/],
    [file("{}", [], 100), /^f: truncated, the header of 100 bytes/],
    [file("{"), /^f: the header is not valid JSON/],
    [file("[]"), /^f: the header is not a JSON object/],
    [file("null"), /^f: the header is not a JSON object/],
    [file("[".repeat(100_000)), /nested more than 8 deep/],
    [new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 0xff]), /not UTF-8/],
    [file({ __metadata__: { a: 1 } }), /__metadata__ is not a map of strings/],
    [file({ w: 3 }), /^f: tensor "w" is not described/],
    [one({ dtype: "F8_E4M3" }), /^f: tensor "w" has the element type "F8_E4M3"; read are F32/],
    [one({ dtype: "constructor" }), /has the element type/],
    [one({ dtype: undefined }), /has the element type/],
    [one({ shape: undefined }), /^f: tensor "w" has no shape/],
    [one({ shape: [-1] }), /has a size that is not a count: \[-1\]/],
    [one({ shape: [1.5] }), /not a count/],
    [one({ shape: ["1"] }), /not a count/],
    [one({ shape: [2 ** 40, 2 ** 40, 0] }), /absurd shape/],
    [one({ shape: Array.from({ length: 17 }, () => 1) }), /17 axes/],
    [one({ shape: [2] }), /of shape 2 \(F32\) needs 8 bytes, its offsets hold 4/],
    [one({ data_offsets: [4, 0] }), /no valid data_offsets/],
    [one({ data_offsets: [-4, 0] }), /no valid data_offsets/],
    [one({ data_offsets: [0] }), /no valid data_offsets/],
    [one({ data_offsets: [0, 2 ** 60] }), /no valid data_offsets/],
    [one({ more: 1 }), /unknown key "more"/],
    [one({}, [0, 0, 0]), /^f: tensor "w" goes past the end of the file/],
    [one({}, [0, 0, 0, 0, 0]), /1 bytes at the end belong to no tensor/],
    [one({ data_offsets: [4, 8] }, [0, 0, 0, 0, 0, 0, 0, 0]), /leaves a gap of 4 bytes/],
    [file('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', [0]), /names "w" twice/],
    [file('{"w":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', [0]), /names "dtype" twice/],
    [file('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0077":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', [0]), /names "w" twice/],
    [
      file({ a: { dtype: "U8", shape: [2], data_offsets: [0, 2] }, b: { dtype: "U8", shape: [2], data_offsets: [1, 3] } }, [0, 0, 0]),
      /^f: tensor "b" overlaps another one/,
    ],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readSafetensors(bytes, "f"), (error: unknown) => {
      assert.ok(error instanceof CheckpointError, String(error));
      assert.match(error.message, message);
      return true;
    });
  }
});

test("every truncation is refused, and so is or reads cleanly every mutation", () => {
  const whole = writeSafetensors(tensors, { seed: "1" });
  for (let length = 0; length < whole.length; length += 1) {
    assert.throws(() => readSafetensors(whole.subarray(0, length), "cut"), CheckpointError);
  }
  const random = createRandom(1, "mutations");
  for (let round = 0; round < 3000; round += 1) {
    const bytes = whole.slice();
    for (let change = random.integer(4); change >= 0; change -= 1) bytes[random.integer(bytes.length)] = random.integer(256);
    try {
      readSafetensors(bytes, "mutated");
    } catch (error) {
      assert.ok(error instanceof CheckpointError, String(error));
      assert.match(error.message, /^mutated: /);
    }
  }
});
