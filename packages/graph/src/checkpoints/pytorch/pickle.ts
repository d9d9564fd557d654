import type { ByteCursor } from "./byte-cursor.js";
import { callGlobal, isKnownGlobal, isOpaque, storageOf } from "./globals.js";
import { createMachine, type PickleMachine } from "./pickle-machine.js";
import { describe, type PickleStorage, type PickleValue } from "./pickle-value.js";

/** A checkpoint of 10,000 tensors needs about a tenth of this. */
const mostInstructions = 2_000_000;
const longestText = 2 ** 20;
const longestInteger = 16;

/**
 * Runs the stack machine of Python's pickle (Lib/pickletools.py documents it) on the instructions that `torch.save`
 * writes, protocols 2 to 5. It makes plain data only: names are checked against a whitelist, calls are stood in for,
 * and an instruction or a name that is not known ends it. Work and memory are bounded whatever the bytes say.
 *
 * @param where how errors name the pickle
 * @param onStorage told of every storage that the pickle refers to
 * @throws CheckpointError naming what was refused, and the byte
 */
export function readPickle(cursor: ByteCursor, where: string, onStorage: (storage: PickleStorage) => void = () => {}): PickleValue {
  const machine = createMachine(() => `${where}, byte ${cursor.position}`);
  const instructions = instructionsOf(machine, cursor, where, onStorage);
  for (let count = 0; count < mostInstructions; count += 1) {
    const code = cursor.u8();
    if (code === stop) return machine.pop();
    const instruction = instructions.get(code);
    if (instruction === undefined) {
      return machine.fail(`the pickle holds the instruction 0x${code.toString(16).padStart(2, "0")}, which is refused: only tensors are read, nothing is run`);
    }
    instruction();
  }
  return machine.fail(`the pickle has more than ${mostInstructions} instructions`);
}

const stop = 0x2e;

function instructionsOf(machine: PickleMachine, cursor: ByteCursor, where: string, onStorage: (storage: PickleStorage) => void): ReadonlyMap<number, () => void> {
  const { fail, push, pop } = machine;
  const text = (length: number): void => {
    if (length > longestText) fail(`the pickle holds a text of ${length} bytes; at most ${longestText} are read`);
    push(new TextDecoder().decode(cursor.take(length)));
  };
  const integer = (length: number): void => {
    if (length > longestInteger) fail(`the pickle holds an integer of ${length} bytes; at most ${longestInteger} are read`);
    push(signedInteger(cursor.take(length)));
  };
  const global = (module: PickleValue, name: PickleValue): void => {
    const full = `${String(module)}.${String(name)}`;
    if (typeof module !== "string" || typeof name !== "string" || !isKnownGlobal(full)) {
      fail(`the pickle asks for ${full.slice(0, 200)}, which is refused: only tensors are read, nothing is run. Save the weights alone: torch.save(model.state_dict(), FILE)`);
    }
    push({ kind: "global", name: full });
  };
  const storage = (id: PickleValue): void => {
    const found = storageOf(id, where);
    onStorage(found);
    push(found);
  };
  /** Bytes are settings' and figures', never a tensor's. */
  const bytes = (length: number): void => {
    if (length > longestText) fail(`the pickle holds ${length} bytes in one piece; at most ${longestText} are read`);
    cursor.take(length);
    push({ kind: "opaque" });
  };
  /** NEWOBJ and its kind: only of names that hold nothing. */
  const made = (parts: number): void => {
    for (let at = 1; at < parts; at += 1) pop();
    const type = pop();
    if (!isOpaque(type)) fail(`the pickle makes a ${describe(type)}, which is refused: only tensors are read, nothing is run. Save the weights alone: torch.save(model.state_dict(), FILE)`);
    push({ kind: "opaque" });
  };
  const tuple = (count: number): void => {
    const items = Array.from({ length: count }, pop);
    machine.pushList("tuple", items.reverse());
  };
  return new Map<number, () => void>([
    // Protocol and framing.
    [0x80, () => void (cursor.u8() > 5 && fail("the pickle's protocol is newer than 5"))], // PROTO
    [0x95, () => void cursor.u64()], // FRAME
    // Plain values.
    [0x4e, () => push(null)], // NONE
    [0x88, () => push(true)], // NEWTRUE
    [0x89, () => push(false)], // NEWFALSE
    [0x4a, () => push(cursor.i32())], // BININT
    [0x4b, () => push(cursor.u8())], // BININT1
    [0x4d, () => push(cursor.u16())], // BININT2
    [0x8a, () => integer(cursor.u8())], // LONG1
    [0x8b, () => integer(cursor.u32())], // LONG4
    [0x47, () => push(cursor.f64())], // BINFLOAT
    [0x55, () => text(cursor.u8())], // SHORT_BINSTRING, text of Python 2
    [0x54, () => text(cursor.u32())], // BINSTRING, text of Python 2
    [0x8c, () => text(cursor.u8())], // SHORT_BINUNICODE
    [0x58, () => text(cursor.u32())], // BINUNICODE
    [0x8d, () => text(cursor.u64())], // BINUNICODE8
    [0x43, () => bytes(cursor.u8())], // SHORT_BINBYTES
    [0x42, () => bytes(cursor.u32())], // BINBYTES
    [0x8e, () => bytes(cursor.u64())], // BINBYTES8
    [0x96, () => bytes(cursor.u64())], // BYTEARRAY8
    // Containers.
    [0x28, machine.mark], // MARK
    [0x5d, () => machine.pushList("list", [])], // EMPTY_LIST
    [0x6c, () => machine.pushList("list", machine.popToMark())], // LIST
    [0x61, () => machine.extend([pop()])], // APPEND
    [0x65, () => machine.extend(machine.popToMark())], // APPENDS
    [0x29, () => tuple(0)], // EMPTY_TUPLE
    [0x85, () => tuple(1)], // TUPLE1
    [0x86, () => tuple(2)], // TUPLE2
    [0x87, () => tuple(3)], // TUPLE3
    [0x74, () => machine.pushList("tuple", machine.popToMark())], // TUPLE
    [0x7d, () => machine.pushDict([])], // EMPTY_DICT
    [0x64, () => machine.pushDict(machine.popToMark())], // DICT
    [0x73, () => machine.fill([pop(), pop()].reverse())], // SETITEM
    [0x75, () => machine.fill(machine.popToMark())], // SETITEMS
    // Sets hold no tensor by name.
    [0x8f, () => push({ kind: "opaque" })], // EMPTY_SET
    [0x90, () => machine.extend(machine.popToMark())], // ADDITEMS
    [0x91, () => (machine.popToMark(), push({ kind: "opaque" }))], // FROZENSET
    // Stack and memo.
    [0x30, () => void pop()], // POP
    [0x31, () => void machine.popToMark()], // POP_MARK
    [0x32, () => push(machine.top())], // DUP
    [0x71, () => machine.remember(cursor.u8())], // BINPUT
    [0x72, () => machine.remember(cursor.u32())], // LONG_BINPUT
    [0x94, machine.rememberNext], // MEMOIZE
    [0x68, () => machine.recall(cursor.u8())], // BINGET
    [0x6a, () => machine.recall(cursor.u32())], // LONG_BINGET
    // Names, calls and storages.
    [0x63, () => global(cursor.line(256), cursor.line(256))], // GLOBAL
    [0x93, () => ((name) => global(pop(), name))(pop())], // STACK_GLOBAL
    [0x52, () => ((args) => push(callGlobal(pop(), args, where)))(pop())], // REDUCE
    [0x81, () => made(2)], // NEWOBJ
    [0x92, () => made(3)], // NEWOBJ_EX
    [0x51, () => storage(pop())], // BINPERSID
    [0x62, () => build(machine)], // BUILD
  ]);
}

/** BUILD sets attributes. The `OrderedDict` of a state dict carries one, `_metadata`, which holds no tensors. */
function build(machine: PickleMachine): void {
  machine.pop();
  const target = machine.top();
  if (isOpaque(target)) return;
  if (target === null || typeof target !== "object" || target.kind !== "dict") machine.fail(`the pickle sets attributes of ${describe(target)}`);
}

/** Two's complement, little-endian; a bigint where a number would not be exact. */
function signedInteger(bytes: Uint8Array): number | bigint {
  const unsigned = bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
  const value = BigInt.asIntN(bytes.length * 8, unsigned);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
