import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { decodeCheckpoint, encodeCheckpoint, readSafetensors, type StoredTensor, toState, toTensors, writeSafetensors } from "@fmpn/graph/checkpoints";
import { adam, createTrainer, crossEntropy, oneHot, type Trainer, type TrainingStep, trainingStep } from "@fmpn/graph/training";
import { readCheckpointFile, readTensorsFile, replaceFile, writeCheckpointFile, writeTensorsFile } from "@fmpn/graph/files";

const nn = g.layers;
let folder = "";
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-"));
});
after(() => rm(folder, { recursive: true, force: true }));

function smallStep(units = 3): { step: TrainingStep; network: g.Network } {
  const network = g.createNetwork({ training: true });
  const { root } = network;
  const h = op.relu(nn.batchNorm(root.at("bn"), nn.convolution(root.at("conv"), g.input("x", [4, 1, 6, 6]), { filters: 6, kernel: 3 })));
  const logits = nn.linear(root.at("fc"), nn.dropout(root.at("drop"), op.flatten(h), 0.4), { units });
  const loss = crossEntropy(logits, g.input("y", [4, units]));
  return { network, step: trainingStep({ network, loss, optimizer: adam(), averageDecay: 0.9 }) };
}

async function run(trainer: Trainer, steps: number): Promise<number[]> {
  const losses: number[] = [];
  for (let count = 0; count < steps; count += 1) {
    const random = g.createRandom(3, "batch", trainer.stepsTaken);
    const x = Float32Array.from({ length: 144 }, () => random.normal());
    const feeds = { x: { shape: [4, 1, 6, 6], data: x }, y: { shape: [4, 3], data: oneHot([0, 1, 2, 0], 3) } };
    losses.push((await trainer.step(feeds, { learningRate: 0.01 })).loss?.[0] ?? Number.NaN);
  }
  return losses;
}

test("training resumed from a file continues bit for bit, with dropout, batch norm, Adam and averages", async () => {
  const { step, network } = smallStep();
  const options = { seed: 11, provider: "cpu", threads: 1 } as const;
  const whole = await createTrainer(step, { ...options, state: g.initialize(network, 1) });
  const expected = await run(whole, 6);
  const expectedState = await whole.state();
  await whole.close();

  const first = await createTrainer(step, { ...options, state: g.initialize(network, 1) });
  const start = await run(first, 2);
  const file = path.join(folder, "run.safetensors");
  await writeCheckpointFile(file, { state: await first.state(), stepsTaken: first.stepsTaken, seed: 11, metadata: { epoch: "0.5" } }, step);
  await first.close();

  // As another process would: the network is built anew.
  const again = smallStep();
  const { metadata, ...saved } = await readCheckpointFile(file, again.step);
  assert.deepEqual(metadata, { epoch: "0.5" });
  assert.equal(saved.stepsTaken, 2);
  const second = await createTrainer(again.step, { provider: "cpu", threads: 1, ...saved });
  assert.deepEqual([...start, ...(await run(second, 4))], expected);
  assert.deepEqual(await second.state(), expectedState);
  await second.close();

  const tensors = await readTensorsFile(file);
  assert.deepEqual(tensors.get("conv.weight")?.shape, [6, 1, 3, 3]);
  assert.deepEqual(tensors.get("optimizer.exp_avg.fc.weight")?.shape, [3, 96]);
});

test("a checkpoint of another network, and files that are none, are refused", async () => {
  const { step, network } = smallStep();
  const trainer = await createTrainer(step, { state: g.initialize(network, 1), provider: "cpu", threads: 1, worker: false });
  const bytes = encodeCheckpoint({ state: await trainer.state(), stepsTaken: 0, seed: 0 }, step);
  await trainer.close();
  assert.throws(() => decodeCheckpoint(bytes, "f", smallStep(4).step), /^CheckpointError: f: fc\.weight is float32 of 3×96, the training step wants float32 of 4×96/);
  const weights = writeSafetensors(toTensors(g.initialize(network, 1), network));
  assert.throws(() => decodeCheckpoint(weights, "f", step), /f: holds tensors, but is no training checkpoint/);
  const { tensors } = readSafetensors(bytes, "f");
  const own = { "checkpoint.version": "1", "checkpoint.seed": "0", "checkpoint.stepsTaken": "0" };
  const change = (edit: (map: Map<string, StoredTensor>) => void, metadata: Record<string, string> = own): Uint8Array => {
    const copy = new Map(tensors);
    edit(copy);
    return writeSafetensors(copy, metadata);
  };
  assert.throws(() => decodeCheckpoint(change((map) => map.delete("bn.running_var")), "f", step), /f: has no bn\.running_var \(6\)/);
  assert.throws(() => decodeCheckpoint(change((map) => map.set("w", { shape: [1], type: "int8", data: Int8Array.of(1) })), "f", step), /f: holds w, which/);
  assert.throws(() => decodeCheckpoint(change(() => {}, { ...own, "checkpoint.version": "9" }), "f", step), /a checkpoint of version 9, read is 1/);
  assert.throws(() => decodeCheckpoint(change(() => {}, { ...own, "checkpoint.seed": "1e3" }), "f", step), /f: seed is no integer/);
  assert.throws(() => encodeCheckpoint({ state: new Map(), stepsTaken: 0, seed: 0 }, step), /The state's conv\.weight has no values, the training step wants 6×1×3×3/);
});

test("a file is replaced whole or not at all, and no temporary file stays", async () => {
  const inner = await mkdtemp(path.join(folder, "replace-"));
  const file = path.join(inner, "a.bin");
  await writeFile(file, "old");
  await replaceFile(file, Uint8Array.of(1, 2, 3));
  assert.deepEqual([...(await readFile(file))], [1, 2, 3]);
  await assert.rejects(replaceFile(path.join(inner, "none", "a.bin"), Uint8Array.of(1)), { code: "ENOENT" });
  await assert.rejects(replaceFile(inner, Uint8Array.of(1)), "a folder is in the way");
  assert.deepEqual(await readdir(inner), ["a.bin"]);
});

test("weights go to a file and back, and errors name the file", async () => {
  const { network } = smallStep();
  const state = g.initialize(network, 1);
  const file = path.join(folder, "weights.safetensors");
  await writeTensorsFile(file, toTensors(state, network), { licence: "MIT" });
  assert.deepEqual(toState(await readTensorsFile(file)), state);
  const truncated = path.join(folder, "truncated.safetensors");
  await writeFile(truncated, (await readFile(file)).subarray(0, -9));
  await assert.rejects(readTensorsFile(truncated), { name: "CheckpointError", message: /truncated\.safetensors: tensor ".*" goes past the end of the file/ });
  const fixture = path.join(import.meta.dirname, "../fixtures/network.pth");
  assert.ok((await readTensorsFile(fixture)).has("conv.weight"));
  await assert.rejects(readTensorsFile(path.join(folder, "none.pth")), { code: "ENOENT" });
  assert.throws(() => toTensors(new Map(), network), /The state's conv\.weight has no values, the network wants 6×1×3×3/);
});
