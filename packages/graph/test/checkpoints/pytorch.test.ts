import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { sizeOf } from "@fmpn/graph";
import { CheckpointError, readPytorch, readTensors, type StoredTensor, toState } from "@fmpn/graph/checkpoints";
import { call, checkpoint, dict, global, int, type Part, pickle, storage, tensor, text, tuple } from "./pickle-bytes.ts";

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));
const read = (file: string, options = {}): Map<string, StoredTensor> => readPytorch(readFileSync(file), path.basename(file), options);

/** The values that fixtures/make.py gives every tensor. */
const value = (i: number): number => (((i * 7) % 11) - 5) / 4;
const values = (count: number): number[] => Array.from({ length: count }, (_, i) => value(i));
const plain = (tensor: StoredTensor | undefined): { shape: readonly number[]; type: string; data: number[] } => ({
  shape: tensor?.shape ?? [],
  type: tensor?.type ?? "",
  data: Array.from(tensor?.data as Float32Array, Number),
});

function checkFixtures(folder: string): void {
  const network = { "conv.weight": [4, 3, 3, 3], "bn.weight": [4], "bn.bias": [4], "bn.running_mean": [4], "bn.running_var": [4], "bn.num_batches_tracked": [], "fc.weight": [2, 4], "fc.bias": [2] };
  for (const name of ["network.pth", "network.legacy.pth", "protocol4.pth"]) {
    const tensors = read(path.join(folder, name));
    assert.deepEqual(Object.fromEntries([...tensors].map(([key, { shape }]) => [key, shape])), network, name);
    for (const [key, found] of tensors) {
      const tracked = key.endsWith("num_batches_tracked");
      assert.deepEqual(plain(found).data, tracked ? [7] : values(sizeOf(found.shape)), `${name} ${key}`);
      assert.equal(found.type, tracked ? "int64" : "float32");
    }
    assert.ok(!toState(tensors).has("bn.num_batches_tracked"));
  }

  for (const name of ["training.pth", "training.legacy.pth"]) {
    const file = path.join(folder, name);
    assert.deepEqual([...read(file).keys()], Object.keys(network).map((key) => `module.${key}`));
    assert.deepEqual([...read(file, { at: ["optimizer"] }).keys()], ["state.0.momentum_buffer"]);
    const everything = read(file, { at: [] });
    assert.ok(everything.has("state_dict.module.conv.weight") && everything.has("optimizer.state.0.momentum_buffer"));
    assert.throws(() => read(file, { at: ["ema", "state_dict"] }), /training.*there is no "ema" \(looked for ema → state_dict\)/);
  }

  for (const name of ["kinds.pth", "kinds.legacy.pth"]) {
    const tensors = read(path.join(folder, name));
    const check = (key: string, type: string, shape: number[], data: number[]): void => assert.deepEqual(plain(tensors.get(key)), { type, shape, data }, `${name} ${key}`);
    const whole = values(6).map((v) => v * 4);
    assert.equal(tensors.get("half")?.type, "float16");
    assert.deepEqual([...(toState(tensors).get("half") ?? [])], values(6));
    check("bfloat16", "float32", [3, 2], values(6));
    check("double", "float32", [3, 2], values(6));
    check("long", "int64", [3, 2], whole);
    check("int", "int32", [3, 2], whole);
    check("short", "int32", [3, 2], whole);
    check("char", "int8", [3, 2], whole);
    check("byte", "uint8", [3, 2], whole.map(Math.abs));
    check("bool", "bool", [3, 2], values(6).map((v) => Number(v > 0)));
    check("scalar", "float32", [], [2.5]);
    check("empty", "float32", [0, 3], []);
    check("parameter", "float32", [5], values(5));
    check("matrix", "float32", [4, 6], values(24));
    check("transposed", "float32", [6, 4], Array.from({ length: 24 }, (_, i) => value((i % 4) * 6 + Math.floor(i / 4))));
    check("every_second", "float32", [3, 3], [6, 8, 10, 12, 14, 16, 18, 20, 22].map(value));
    check("expanded", "float32", [3, 4], values(3).flatMap((v) => [v, v, v, v]));
    assert.equal(tensors.get("tied"), tensors.get("matrix"));
  }
}

test("the zip format and the older one are read: state dicts, nested checkpoints, every element type, views", () => {
  checkFixtures(fixtures);
});

test("files written now by the torch of this machine are read", (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "fmpn-"));
  try {
    const { status, stderr, error } = spawnSync("/usr/bin/python3", [path.join(fixtures, "make.py"), folder], { encoding: "utf8" });
    if (error !== undefined || stderr.includes("No module named 'torch'")) {
      context.skip("/usr/bin/python3 with torch is not installed here; the committed fixtures were read");
      return;
    }
    assert.equal(status, 0, stderr);
    assert.equal(readdirSync(folder).length, 7);
    checkFixtures(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an archive in zip64 is read, at any alignment", () => {
  const record = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  const bytes = checkpoint(pickle(dict(text("w"), tensor(storage(4), 1, [3], [1]))), record, { zip64: true });
  const moved = new Uint8Array(bytes.length + 1);
  moved.set(bytes, 1);
  assert.deepEqual(readPytorch(moved.subarray(1), "z").get("w"), { shape: [3], type: "float32", data: Float32Array.of(2, 3, 4) });
});

test("a file of another kind is refused by its name", () => {
  for (const [bytes, message] of [
    [new Uint8Array(), /^x: neither of PyTorch's two file formats \(it is empty\)/],
    [new TextEncoder().encode("hello"), /^x: neither of PyTorch's two/],
    [new Uint8Array([0x50, 0x4b, 3, 4]), /^x: truncated or damaged, the zip archive has no end/],
  ] as const) {
    assert.throws(() => readPytorch(bytes, "x"), (error: unknown) => error instanceof CheckpointError && message.test(error.message));
  }
});

const weight = tensor(storage(4), 0, [4], [1]);
const named = (...parts: Part[]): string[] => [...readPytorch(checkpoint(pickle(...parts)), "made.pth").keys()];

test("weights are found among what training scripts keep beside them", () => {
  const weights = dict(text("fc.weight"), weight);
  for (const key of ["state_dict", "model_state_dict", "model", "net", "network", "params", "weights"]) assert.deepEqual(named(dict(text("epoch"), int(3), text(key), weights)), ["fc.weight"], key);
  assert.deepEqual(named(dict(text("net"), dict(text("epoch"), int(1), text("state_dict"), weights))), ["fc.weight"], "one in the other");
  assert.deepEqual(named(dict(text("model"), dict(text("name"), text("resnet")), text("state_dict"), weights)), ["fc.weight"], "a dictionary without tensors is none");
  assert.deepEqual(named(dict(text("model"), text("resnet"), text("net"), weights)), ["fc.weight"]);
  assert.deepEqual(named(dict(text("optimizer"), dict(text("m"), weight))), ["optimizer.m"], "else everything");
});

test("numbers of NumPy, settings, times and sets beside the weights are passed over", () => {
  const bytes: Part = [0x43, 2, 1, 2];
  const beside: Record<string, Part> = {
    "numpy.float64": call(global("numpy._core.multiarray", "scalar"), call(global("numpy", "dtype"), text("f8"), [0x89], [0x88]), bytes),
    "numpy.array": [...call(global("numpy.core.multiarray", "_reconstruct"), global("numpy", "ndarray"), tuple(int(0)), bytes), ...tuple(int(1), bytes), 0x62],
    "argparse.Namespace": [...global("argparse", "Namespace"), 0x29, 0x81, ...dict(text("lr"), int(1)), 0x62],
    "datetime": call(global("datetime", "datetime"), bytes),
    "pathlib": call(global("pathlib", "PosixPath"), text("/"), text("a")),
    "set of protocol 2": call(global("__builtin__", "set"), [0x5d, 0x28, ...text("a"), 0x65]),
    "set of protocol 4": [0x8f, 0x28, ...text("a"), 0x90],
    "frozenset": [0x28, ...text("a"), 0x91],
    "deque": [...call(global("collections", "deque"), [0x29]), 0x28, ...int(1), 0x65],
    "bytes by encode": call(global("_codecs", "encode"), text("x"), text("latin1")),
  };
  for (const [name, value] of Object.entries(beside)) assert.deepEqual(named(dict(text("x"), value, text("state_dict"), dict(text("w"), weight))), ["w"], name);
  assert.deepEqual(named([...call(global("collections", "defaultdict"), global("builtins", "list")), 0x28, ...text("w"), ...weight, 0x75]), ["w"], "a defaultdict is a dictionary");
  assert.deepEqual(named(dict(tuple(int(1), int(2)), weight, text("w"), weight)), ["w"], "what cannot be a name is none");
});

test("files of weights are told by their first bytes", () => {
  const pth = checkpoint(pickle(dict(text("w"), weight)));
  assert.deepEqual([...readTensors(pth, "weights.safetensors").keys()], ["w"]);
  assert.throws(() => readTensors(Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0), "w.pth"), /^CheckpointError: w\.pth: an HDF5 file, as Keras writes; convert its weights/);
  assert.throws(() => readTensors(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0), "w.pth"), /compressed by gzip/);
  assert.throws(() => readTensors(new Uint8Array(), "w.pth"), /0 bytes are no safetensors file/);
});
