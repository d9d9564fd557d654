import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { initialize } from "@fmpn/graph";
import { toTensors, writeSafetensors } from "@fmpn/graph/checkpoints";
import { jointStageGraph } from "#src/training/graphs.js";
import { readStartWeights, startOf } from "#src/training/read-start-weights.js";
import { type Recipe, recipes } from "#src/plans/recipe.js";
import { startState } from "#src/training/start-weights.js";

const compact: Recipe = { ...recipes.compact, size: 32, batch: 2 };
const small: Recipe = { ...recipes.small, size: 32, batch: 2 };

test("compact starts with what MobileFaceNet knows of faces, and draws the rest", async () => {
  const start = await startOf(compact);
  assert.ok(start);
  const { network } = jointStageGraph(compact);
  const names = [...network.parameters.keys(), ...network.buffers.keys()].filter((name) => name.startsWith("cls."));
  const drawn = names.filter((name) => !start.tensors.has(name));
  assert.deepEqual(drawn.sort(), ["cls.attention.strength", "cls.fc.bias", "cls.fc.weight"]);
  const state = startState(network, 1, compact.classes, start);
  const { data } = start.tensors.get("cls.conv_4.model.5.project.conv.weight") ?? assert.fail();
  assert.deepEqual(state.get("cls.conv_4.model.5.project.conv.weight"), data);
  assert.notDeepEqual(state.get("cls.fc.weight"), startState(network, 2, compact.classes, start).get("cls.fc.weight"));
});

test("finetune starts with what was learned of expressions, class by class, and tells of what", async () => {
  const start = await startOf(recipes.finetune);
  assert.ok(start?.classes);
  assert.deepEqual(start.trainedOn?.map(({ name }) => name), ["affectnet7", "affectnet7-unmasked", "ferplus"]);
  const classes = ["surprise", "contempt"] as const;
  const { network } = jointStageGraph({ ...recipes.finetune, size: 32, batch: 2, classes: [...classes] });
  const head = startState(network, 1, classes, start).get("cls.fc.weight") ?? assert.fail();
  const stored = start.tensors.get("cls.fc.weight") ?? assert.fail();
  const width = stored.shape[1] ?? 0;
  const row = start.classes.indexOf("surprise") * width;
  assert.deepEqual(head.subarray(0, width), stored.data.subarray(row, row + width));
  assert.ok(head.subarray(width).some((value) => value !== 0), "contempt, which it does not know, is drawn");
});

test("without a start weights are drawn; one that does not fit is named", async () => {
  assert.equal(await startOf(recipes.small), undefined);
  assert.equal(await startOf({ ...recipes.compact, start: "" }), undefined);
  await assert.rejects(startOf({ start: "/nowhere/run" }), /\/nowhere\/run cannot be read \(no such file or directory\); give a finished run's folder, a file of weights, or mobile-face-net, expressions-in-the-wild/);
  await assert.rejects(async () => startState(jointStageGraph({ ...recipes.small, size: 32, batch: 2 }).network, 1, compact.classes, await readStartWeights("mobile-face-net")), /belongs to another network \(its names begin with cls\.conv1, .*, the network's with fmg\..*\)\. The recipe's `start` names it/);
  // What a compact run has in common with the small network, the mask generator, is not enough.
  const run = initialize(jointStageGraph(compact).network, 3);
  const tensors = toTensors(run, jointStageGraph(compact).network);
  assert.throws(() => startState(jointStageGraph({ ...recipes.small, size: 32, batch: 2 }).network, 1, compact.classes, { name: "run", tensors, classes: compact.classes }), /run: only \d+ of its tensors fit/);
});

/** Weights of a network whose values tell their part, as files of PyTorch's names. */
async function inTemporaryFolder(work: (folder: string, of: (part: string, before: string) => Uint8Array) => Promise<void>): Promise<void> {
  const { network } = jointStageGraph(small);
  const stored = toTensors(initialize(network, 7), network);
  const of = (part: string, before: string): Uint8Array =>
    writeSafetensors(new Map([...stored].filter(([name]) => name.startsWith(part)).map(([name, tensor]) => [before + name.slice(part.length), tensor])));
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-start-"));
  try {
    await work(folder, of);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the authors' three files and a plain classifier find their parts", async () => {
  const { network } = jointStageGraph(small);
  const names = [...network.parameters.keys()];
  await inTemporaryFolder(async (folder, of) => {
    for (const [part, file] of [["fmg.", "60_net_resface.pth"], ["pfn.", "60_net_fusion.pth"], ["cls.", "60_net_cls.pth"]] as const) {
      await writeFile(path.join(folder, file), of(part, "module."));
    }
    const whole = await readStartWeights(path.join(folder, "60_net_cls.pth"));
    assert.deepEqual([...whole.tensors.keys()].sort(), [...names, ...network.buffers.keys()].sort());
    assert.deepEqual([...startState(network, 1, small.classes, whole)], [...initialize(network, 7)]);

    await writeFile(path.join(folder, "classifier.safetensors"), of("cls.", ""));
    const plain = await readStartWeights(path.join(folder, "classifier.safetensors"));
    const state = startState(network, 1, small.classes, plain);
    const [own, drawn] = [initialize(network, 7), initialize(network, 1)];
    for (const name of names) assert.deepEqual(state.get(name), (name.startsWith("cls.") ? own : drawn).get(name), name);
  });
});

test("files of weights have any name, and wrappers before the names are seen through, also one in the other", async () => {
  const { network } = jointStageGraph(small);
  await inTemporaryFolder(async (folder, of) => {
    const whole = (before: string): Uint8Array => of("", before);
    for (const [file, bytes] of [["last.ckpt", whole("model.")], ["best.pkl", whole("net.module.")], ["weights", whole("_orig_mod.module.model.")], ["classifier.model", of("cls.", "model.")], ["plain.ckpt", whole("")]] as const) {
      await writeFile(path.join(folder, file), bytes);
      const { tensors } = await readStartWeights(path.join(folder, file));
      assert.ok([...tensors.keys()].every((name) => network.parameters.has(name) || network.buffers.has(name)), `${file}: ${[...tensors.keys()][0]}`);
    }
    await assert.rejects(readStartWeights(folder), /weights\.safetensors cannot be read/);
  });
});

test("several starts are their mean", async () => {
  await inTemporaryFolder(async (folder, of) => {
    const { network } = jointStageGraph(small);
    const other = toTensors(initialize(network, 8), network);
    await writeFile(path.join(folder, "a.safetensors"), of("cls.", "cls."));
    await writeFile(path.join(folder, "b.safetensors"), writeSafetensors(new Map([...other].filter(([name]) => name.startsWith("cls.")))));
    const [a, b] = [path.join(folder, "a.safetensors"), path.join(folder, "b.safetensors")];
    const [first, second, mean] = [await readStartWeights(a), await readStartWeights(b), await readStartWeights(`${a},${b}`)];
    const valuesOf = ({ tensors }: typeof mean): ArrayLike<number> => (tensors.get("cls.fc.weight")?.data ?? []) as ArrayLike<number>;
    assert.ok(valuesOf(mean).length > 0);
    assert.ok(Array.from(valuesOf(mean)).every((value, at) => Math.abs(value - ((valuesOf(first)[at] ?? 0) + (valuesOf(second)[at] ?? 0)) / 2) < 1e-6));
    await assert.rejects(readStartWeights(`${a},mobile-face-net`), /has another cls\..* than .*a\.safetensors: only weights of one network have a mean/);
  });
});

test("the mask generator may start elsewhere than the rest", async () => {
  await inTemporaryFolder(async (folder, of) => {
    const { network } = jointStageGraph(small);
    const other = toTensors(initialize(network, 8), network);
    const [whole, longer] = [path.join(folder, "whole.safetensors"), path.join(folder, "longer.safetensors")];
    await writeFile(whole, of("", ""));
    await writeFile(longer, writeSafetensors(other));
    const start = await startOf({ start: whole, maskStart: longer });
    const stored = await readStartWeights(whole);
    for (const [name, { data }] of start?.tensors ?? assert.fail()) assert.deepEqual(data, (name.startsWith("fmg.") ? other : stored.tensors).get(name)?.data, name);
    assert.equal(start?.tensors.size, stored.tensors.size);
    await writeFile(path.join(folder, "cls.safetensors"), of("cls.", ""));
    await assert.rejects(startOf({ start: whole, maskStart: path.join(folder, "cls.safetensors") }), /maskStart: .*cls\.safetensors has no mask generator/);
  });
});
