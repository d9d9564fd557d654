import assert from "node:assert/strict";
import { test } from "node:test";
import * as protobuf from "@bufbuild/protobuf/wire";
import { createRandom } from "@fmpn/graph";
import { BinaryReader, BinaryWriter, WireType } from "#src/onnx/wire.js";

const whole = [0n, 1n, 127n, 128n, 300n, -1n, -128n, 2n ** 31n, 2n ** 48n, 2n ** 49n - 1n, 2n ** 49n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n), 9007199254740993n];

function write(writer: BinaryWriter | protobuf.BinaryWriter): Uint8Array {
  for (const value of whole) writer.tag(3, WireType.Varint).int64(value);
  writer.tag(2, WireType.Bit32).float(0.1).tag(9, WireType.Bit64).double(-Math.PI).tag(20, WireType.Varint).int32(-7);
  writer.tag(8, WireType.LengthDelimited).string("ключ").tag(16, WireType.LengthDelimited).bytes(new Uint8Array(300).fill(5));
  writer.tag(7, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).fork();
  writer.join().tag(536870911, WireType.Varint).int64(1);
  return writer.join().finish();
}

test("bytes are those of the protobuf library, and are read as it reads them", () => {
  const bytes = write(new BinaryWriter());
  assert.deepEqual([...bytes], [...write(new protobuf.BinaryWriter())]);
  const [mine, theirs] = [new BinaryReader(bytes), new protobuf.BinaryReader(bytes)];
  for (const expected of whole) {
    assert.deepEqual(mine.tag(), [3, WireType.Varint]);
    assert.equal(BigInt(mine.int64()), expected);
    theirs.tag();
    theirs.int64();
  }
  while (mine.pos < mine.len) {
    const [number, wire] = mine.tag();
    assert.deepEqual([number, wire], theirs.tag());
    if (wire === WireType.Bit32) assert.equal(mine.float(), theirs.float());
    else if (wire === WireType.Bit64) assert.equal(mine.double(), theirs.double());
    else if (wire === WireType.Varint) assert.equal(BigInt(mine.int64()), BigInt(theirs.int64()));
    else assert.deepEqual([...mine.bytes()], [...theirs.bytes()]);
  }
});

test("damaged bytes end in a RangeError, never beyond them", () => {
  const bytes = write(new BinaryWriter());
  const random = createRandom(1, "wire");
  for (let round = 0; round < 500; round += 1) {
    const cut = bytes.slice(0, random.integer(bytes.length));
    if (cut.length > 0) cut[random.integer(cut.length)] = random.integer(256);
    const reader = new BinaryReader(cut);
    try {
      while (reader.pos < reader.len) reader.skip(reader.tag()[1]);
      assert.equal(reader.pos, cut.length);
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
    }
  }
  for (const [wrong, expected] of [
    [[0x08, ...Array.from({ length: 10 }, () => 0xff), 1], /more than ten bytes/],
    [[0x0b], /wire type 3/],
    [[0x00, 1], /no field 0/],
    [[0x0a, 5, 1], /ends within/],
  ] as const) {
    const reader = new BinaryReader(Uint8Array.from(wrong));
    assert.throws(() => reader.skip(reader.tag()[1]), expected);
  }
});
