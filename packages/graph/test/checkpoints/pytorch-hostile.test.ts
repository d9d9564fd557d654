import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@fmpn/graph";
import { CheckpointError, readPytorch } from "@fmpn/graph/checkpoints";
import { call, checkpoint, dict, global, int, type Part, pickle, storage, tensor, text, tuple, zip } from "./pickle-bytes.ts";

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const good = tensor(storage(4), 0, [2, 2], [2, 1]);
const withPickle = (...parts: Part[]): Uint8Array => checkpoint(pickle(...parts));
const repeat = (count: number, ...part: number[]): Part => Array.from({ length: count * part.length }, (_, at) => part[at % part.length] ?? 0);

/** Refused with the file's name and a word that says what is wrong, within seconds and 300 MB. */
function refused(bytes: Uint8Array, message: RegExp): void {
  const [before, start] = [process.memoryUsage().rss, performance.now()];
  assert.throws(() => readPytorch(bytes, "evil.pth"), (error: unknown) => {
    assert.ok(error instanceof CheckpointError, String(error));
    assert.match(error.message, /^evil\.pth/);
    assert.match(error.message, message);
    assert.ok(error.message.length < 1000, "a message of bounded length");
    return true;
  });
  const [seconds, megabytes] = [(performance.now() - start) / 1000, (process.memoryUsage().rss - before) / 2 ** 20];
  assert.ok(seconds < 10 && megabytes < 300, `${message}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
}

test("names and instructions outside the whitelist are refused by name, and nothing is run", () => {
  refused(withPickle(call(global("os", "system"), text("touch /tmp/fmpn-was-here"))), /asks for os\.system, which is refused/);
  refused(withPickle(call(global("builtins", "eval"), text("1"))), /asks for builtins\.eval.*torch\.save\(model\.state_dict\(\), FILE\)/);
  for (const name of ["getattr", "exec", "open", "type", "map", "__import__", "compile"]) refused(withPickle(global("builtins", name)), /which is refused/);
  refused(withPickle(global("collections", "OrderedDict"), tuple(), [0x81]), /makes a collections\.OrderedDict, which is refused/);
  refused(withPickle(text("x"), tuple(), [0x81]), /makes a a string|makes a string/);
  refused(withPickle(text("os"), text("system"), [0x93], tuple(text("id")), [0x52]), /asks for os\.system/);
  refused(withPickle(call(global("torch.storage", "_load_from_bytes"), text(""))), /asks for torch\.storage\._load_from_bytes/);
  refused(withPickle(call(global("torch", "load"))), /asks for torch\.load/);
  refused(withPickle(global("torch", "QInt8Storage")), /asks for torch\.QInt8Storage/);
  refused(withPickle(int(1), int(2), [0x93]), /asks for 1\.2/);
  refused(withPickle(global("x".repeat(10_000), "y")), /endless line/);
  const instructions = { INST: 0x69, OBJ: 0x6f, EXT1: 0x82, PERSID: 0x50, INT: 0x49, NEXT_BUFFER: 0x97, none: 0xff };
  for (const code of Object.values(instructions)) refused(withPickle([code]), new RegExp(`the instruction 0x${code.toString(16)}, which is refused`));
  refused(withPickle(call(global("torch", "FloatStorage"))), /calls torch\.FloatStorage, which is not a function/);
  refused(withPickle(int(3), tuple(), [0x52]), /calls a number; only whitelisted/);
  refused(withPickle([...good, ...dict(), 0x62]), /sets attributes of a tensor/);
});

test("pickles that are out of order are refused", () => {
  refused(withPickle(), /empty stack/);
  refused(withPickle([0x74]), /misses a mark/);
  refused(withPickle([0x28, 0x30]), /empty stack/);
  refused(withPickle([0x68, 3]), /recalls a value 3/);
  refused(withPickle([0x71, 3]), /empty stack/);
  refused(withPickle([0x28], text("a"), [0x64]), /key without a value/);
  refused(withPickle(text("a"), text("b"), text("c"), [0x73]), /sets items of a string/);
  refused(withPickle(text("a"), text("b"), [0x61]), /appends to a string/);
  refused(withPickle([0x7d], [0x5d], text("v"), [0x73]), /a list is no key/);
  refused(withPickle([0x42, 0xff, 0xff, 0xff, 0xff]), /holds 4294967295 bytes in one piece/);
  refused(withPickle([0x51]), /empty stack/);
  refused(withPickle(text("storage"), [0x51]), /persistent id: expects a tuple/);
  refused(withPickle([0x80, 9]), /protocol is newer/);
  refused(checkpoint(Uint8Array.of(0x80, 2, 0x58, 200, 0, 0, 0, 65)), /truncated at byte 7/);
  refused(withPickle([0x58, 0xff, 0xff, 0xff, 0xff]), /text of 4294967295 bytes/);
  refused(withPickle([0x8d, ...repeat(8, 0xff)]), /absurd count/);
  refused(withPickle([0x8b, 0xff, 0xff, 0xff, 0x7f]), /integer of 2147483647 bytes/);
});

test("tensors that leave their storage, absurd shapes and small files of large tensors are refused", () => {
  const one = (count: number, offset: number, shape: number[], strides: number[], record = new Uint8Array(16)): Uint8Array =>
    checkpoint(pickle(dict(text("w"), tensor(storage(count), offset, shape, strides))), record);
  refused(one(4, 0, [5], [1]), /shape \[5\] reaches element 4 of a storage of 4/);
  refused(one(4, 3, [2], [1]), /reaches element 4/);
  refused(one(4, 0, [2, 2], [3, 1]), /reaches element 4/);
  refused(one(4, 0, [2 ** 40, 2 ** 40], [0, 0]), /absurd shape/);
  refused(one(4, 0, [2 ** 40], [0]), /brings the tensors to 4398046511104 bytes/);
  refused(one(2 ** 40, 0, [2 ** 40], [1]), /brings the tensors to|has 16 bytes, the tensor wants/);
  refused(one(8, 0, [8], [1]), /tensor "w": its storage 0 has 16 bytes, the tensor wants 32/);
  refused(one(4, 0, [2], [1, 1]), /no valid offset and strides/);
  refused(one(4, 0, Array.from({ length: 20 }, () => 1), Array.from({ length: 20 }, () => 1)), /20 axes/);
  refused(withPickle(tensor(storage(4), 0, [], []), [0x30], tensor(text("x"), 0, [1], [1])), /expects a storage, got a string/);
  refused(withPickle(dict(text("w"), tensor(storage(4, "7"), 0, [4], [1]))), /tensor "w": its storage 7 is missing/);
  refused(withPickle(dict(text("w"), tensor(storage(4, "k".repeat(1000)), 0, [4], [1]))), /names no storage/);
  refused(withPickle(tensor(storage(4, "0", "ComplexFloatStorage"), 0, [4], [1])), /asks for torch\.ComplexFloatStorage/);
  const negative = [0x4a, 0xff, 0xff, 0xff, 0xff];
  refused(withPickle(call(global("torch._utils", "_rebuild_tensor_v2"), storage(4), int(3), tuple(int(2)), tuple(negative))), /no valid offset and strides/);
  // A thousand different views of one large storage.
  const views = Array.from({ length: 1000 }, (_, at) => [...text(`w${at}`), ...tensor(storage(2 ** 20), at, [2 ** 19], [1])]);
  refused(checkpoint(pickle(dict(...views)), new Uint8Array(2 ** 16)), /its storage 0 has 65536 bytes|brings the tensors to/);
});

test("a pickle cannot make much of little", () => {
  refused(withPickle(repeat(1_000_000, 0x7d)), /makes more than 600000 objects/);
  refused(withPickle(repeat(2_000_001, 0x4e)), /more than 2000000 instructions/);
  // Ten lists of ten references each, on and on: 10²⁰ paths in some hundred bytes.
  const levels = Array.from({ length: 20 }, (_, at) => [...tuple(repeat(10, 0x68, at)), 0x71, at + 1]);
  refused(withPickle([...good, 0x71, 0], ...levels), /more than 100000 tensors/);
  refused(withPickle([0x5d, 0x71, 0], ...levels), /more than 500000 values/);
  // A dictionary that holds itself.
  refused(withPickle([0x7d, 0x71, 0], text("self"), [0x68, 0, 0x73]), /nested more than 32 deep/);
  // A long key at every level.
  const key = [...text("k".repeat(5000)), 0x71, 1, 0x30];
  refused(withPickle(key, dict([0x68, 1], good)), /name has 5000 letters/);
});

test("archives that are compressed, encrypted, overlapping or absurd are refused", () => {
  const data = pickle(dict(text("w"), good));
  refused(checkpoint(data, undefined, { method: 8 }), /"a\/data\.pkl" is compressed, which torch\.save never does/);
  refused(checkpoint(data, undefined, { flags: 1 }), /is encrypted/);
  refused(checkpoint(data, undefined, { size: 2 ** 31 }), /"a\/data\.pkl" is truncated/);
  refused(checkpoint(data, undefined, { offset: 2 ** 31 }), /lies past the end/);
  refused(checkpoint(data, undefined, { offset: 0 }), /has another name in its own header/);
  refused(checkpoint(data, new Uint8Array(512), { size: data.length + 20 }), /overlaps another entry/);
  refused(checkpoint(data, undefined, { zip64: true, size: 2 ** 52 }), /truncated/);
  refused(checkpoint(data, undefined, { zip64: true, offset: 2 ** 52 }), /lies past the end/);
  refused(zip({ "a/data.pkl": data, "b/data.pkl": data }), /holds 2 data\.pkl/);
  refused(zip({ "x.txt": data }), /no PyTorch checkpoint/);
  refused(zip({ "a/data.pkl": data, "a/constants.pkl": data }), /a TorchScript program/);
  refused(zip({ "a/data.pkl": data, "a/byteorder": new TextEncoder().encode("big") }), /big-endian/);
});

for (const name of ["network.pth", "network.legacy.pth", "kinds.pth", "kinds.legacy.pth"]) {
  test(`${name}: every truncation is refused; a mutation is refused or reads cleanly`, () => {
    const whole = fixture(name);
    for (let length = 0; length < whole.length; length += length < 200 ? 1 : 7) refused(whole.subarray(0, length), /./);
    const random = createRandom(7, name);
    const start = performance.now();
    let survived = 0;
    for (let round = 0; round < 1500; round += 1) {
      const bytes = new Uint8Array(whole);
      for (let change = random.integer(5); change >= 0; change -= 1) bytes[random.integer(bytes.length)] = random.integer(256);
      try {
        readPytorch(bytes, "mutated", { at: [] });
        survived += 1;
      } catch (error) {
        assert.ok(error instanceof CheckpointError, error instanceof Error ? error.stack : String(error));
        assert.match(error.message, /^mutated/);
      }
    }
    assert.ok(survived > 0 && survived < 1500, `${survived} of 1500 mutations read`);
    assert.ok(performance.now() - start < 30_000);
  });
}
