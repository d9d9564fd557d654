import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CheckpointError, readPytorch, sizeOf, type StoredTensor, toState } from "@fmpn/graph";
import { checkpoint, dict, pickle, storage, tensor, text } from "./pickle-bytes.ts";

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
