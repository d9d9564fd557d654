import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { initialize } from "@fmpn/graph";
import { type HostTensor, openSession, type Provider, sizeOf } from "@fmpn/graph/inference";
import { decodeModel, exportInference, type WeightStorage } from "@fmpn/graph/onnx";
import { type BackboneName, backboneNames } from "#src/networks/backbones/names.js";
import { faceNetwork } from "#src/networks/face-network.js";
import type { FmpnSettings } from "#src/networks/fmpn.js";
import { presets } from "#src/networks/presets.js";
import { long } from "../../../../test-support/long.ts";

/** Random weights with running statistics as after training. */
function exported(settings: FmpnSettings, storage: WeightStorage = "float32"): Uint8Array {
  const { network, logits, mask } = faceNetwork(settings, 7);
  const state = initialize(network, 3);
  for (const [name, values] of state) {
    if (name.endsWith("running_var")) values.forEach((_, at) => (values[at] = 0.5 + (at % 7) / 7));
    if (name.endsWith("running_mean")) values.forEach((_, at) => (values[at] = (at % 5) / 20 - 0.1));
  }
  return exportInference({ network, outputs: { logits, mask }, state, storage });
}

async function answers(bytes: Uint8Array, provider: Provider, wholeNumbers = false): Promise<Record<string, HostTensor>> {
  const session = await openSession(bytes, { provider, threads: 1, wholeNumbers });
  const { inputs } = decodeModel(bytes, "model").graph;
  const feeds = inputs.map(({ name, shape, free }) => {
    const fixed = shape.map((size, axis) => (free?.[axis] === undefined ? size : 64 + 32 * axis));
    return [name, { shape: fixed, data: Float32Array.from({ length: sizeOf(fixed) }, (_, at) => 0.5 + 0.5 * Math.sin(at * 0.01)) }] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.close();
  return results;
}

async function assertAlike(bytes: Uint8Array, { wholeNumbers, bound } = { wholeNumbers: false, bound: 1e-5 }): Promise<void> {
  const expected = await answers(bytes, "cpu");
  const found = await answers(bytes, "simd", wholeNumbers);
  for (const [name, { data, shape }] of Object.entries(expected)) {
    assert.deepEqual(found[name]?.shape, shape, name);
    const largest = (data as Float32Array).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const furthest = (data as Float32Array).reduce((most, value, at) => Math.max(most, Math.abs(value - Number(found[name]?.data[at]))), 0);
    assert.ok(furthest / largest < bound, `${name}: ${furthest} of ${largest}`);
  }
}

const models = new URL("../../models/", import.meta.url);
for (const file of ["expressions/compact", "faces/face-detector", "faces/second-look", "faces/faceplugin-landmarks"]) {
  test(`${file} answers on our kernels as on ONNX Runtime, to 1e-5`, async () => assertAlike(await readFile(new URL(`${file}.onnx`, models))));
  test(`${file} does so in whole numbers, to 5e-4`, async () => assertAlike(await readFile(new URL(`${file}.onnx`, models)), { wholeNumbers: true, bound: 5e-4 }));
}

/** The smallest side that each backbone takes in, before a generator as narrow as it gets. */
const sides: Partial<Record<BackboneName, number>> = { inception_v3: 75, densenet121: 64 };
const light = (settings: FmpnSettings, size: number, backbone: BackboneName): FmpnSettings => ({
  ...settings,
  size,
  maskGenerator: { ...settings.maskGenerator, width: 4, blocks: 1 },
  classificationNet: { backbone, dropout: 0 },
});

const large: readonly BackboneName[] = ["inception_v3", "resnet18", "densenet121"];
for (const backbone of backboneNames.filter((name) => !["resnet50", "resnet152"].includes(name))) {
  test(`the paper's network with ${backbone} runs on our kernels`, { skip: large.includes(backbone) ? long : false }, async () => assertAlike(exported(light(presets.paper, sides[backbone] ?? 48, backbone))));
}
for (const name of ["compact", "small"] as const) {
  test(`the preset ${name} runs on our kernels`, async () => {
    await assertAlike(exported(presets[name]));
    await assertAlike(exported(presets[name], "int8"));
  });
}
