import assert from "node:assert/strict";
import { test } from "node:test";
import { initialize, toTensors } from "@fmpn/graph";
import { jointStageGraph } from "#src/training/graphs.js";
import { readStartWeights, startOf } from "#src/training/read-start-weights.js";
import { type Recipe, recipes } from "#src/training/recipe.js";
import { startState } from "#src/training/start-weights.js";

const compact: Recipe = { ...recipes.compact, size: 32, batch: 2 };

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
  await assert.rejects(startOf({ start: "/nowhere/run" }), /\/nowhere\/run\/weights\.safetensors cannot be read; give a finished run's folder, a file of weights, or mobile-face-net, expressions-in-the-wild/);
  await assert.rejects(async () => startState(jointStageGraph({ ...recipes.small, size: 32, batch: 2 }).network, 1, compact.classes, await readStartWeights("mobile-face-net")), /belongs to another network\. The recipe's `start` names it/);
  // What a compact run has in common with the small network, the mask generator, is not enough.
  const run = initialize(jointStageGraph(compact).network, 3);
  const tensors = toTensors(run, jointStageGraph(compact).network);
  assert.throws(() => startState(jointStageGraph({ ...recipes.small, size: 32, batch: 2 }).network, 1, compact.classes, { name: "run", tensors, classes: compact.classes }), /run: only \d+ of its tensors fit/);
});
