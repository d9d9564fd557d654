import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openSession, type Provider } from "@fmpn/graph/inference";
import { initialize } from "@fmpn/graph";
import { takeAnyBatch } from "#src/model-file/free-batch.js";
import { ModelFileError } from "#src/model-file/model-info.js";
import { readModel } from "#src/model-file/read-model.js";
import { writeModel } from "#src/model-file/write-model.js";
import { FACE_INPUT } from "#src/networks/face-input.js";
import { faceNetwork } from "#src/networks/face-network.js";
import { presets } from "#src/networks/presets.js";

const bundled = async (): Promise<Uint8Array> => new Uint8Array(await readFile(new URL("../../models/expressions/compact.onnx", import.meta.url)));

/** The paper's network, narrow and for small faces. */
function paperModel(): Uint8Array {
  const settings = { ...presets.paper, size: 48, maskGenerator: { ...presets.paper.maskGenerator, width: 4, blocks: 1 }, classificationNet: { backbone: "mobile_face_net", dropout: 0 } } as const;
  const state = initialize(faceNetwork(settings, 3).network, 5);
  return writeModel({ settings, preset: "paper", classes: ["a", "b", "c"], crop: { margin: 0 }, card: "Untrained.", state, storage: "int8" });
}

async function assertAlike(bytes: Uint8Array, provider: Provider, bound: number): Promise<void> {
  const { size } = readModel(bytes, "model").info;
  const session = await openSession(takeAnyBatch(bytes, "model"), { provider, threads: 1 });
  const faces = Float32Array.from({ length: 8 * 3 * size * size }, (_, at) => 0.5 + 0.5 * Math.sin(at * 0.013 + at ** 0.5));
  const run = async (from: number, count: number) => await session.run({ [FACE_INPUT]: { data: faces.subarray(from * 3 * size * size, (from + count) * 3 * size * size), shape: [count, 3, size, size] } });
  const alone: Awaited<ReturnType<typeof run>>[] = [];
  for (let face = 0; face < 8; face += 1) alone.push(await run(face, 1));
  for (const count of [3, 8]) {
    for (const [name, { data, shape }] of Object.entries(await run(0, count))) {
      assert.equal(shape[0], count, name);
      const each = data.length / count;
      const values = data as Float32Array;
      const furthest = values.reduce((most, value, at) => Math.max(most, Math.abs(value - Number(alone[Math.floor(at / each)]?.[name]?.data[at % each]))), 0);
      assert.ok(furthest < bound, `${name} of ${count}: ${furthest}`);
    }
  }
  await session.close();
}

test("a file for any batch answers for 3 and 8 faces as for one after the other, on ONNX Runtime and on our kernels", async () => {
  for (const bytes of [await bundled(), paperModel()]) {
    await assertAlike(bytes, "cpu", 2e-5);
    // Whole numbers stand for what a run's greatest value leaves of them, and that is of all its faces.
    await assertAlike(bytes, "simd", 2e-3);
  }
});

test("such a file is a model as before; what is none is named", async () => {
  const [before, after] = [readModel(await bundled(), "one"), readModel(takeAnyBatch(await bundled(), "one"), "any")];
  assert.deepEqual(after.info, before.info);
  assert.throws(() => takeAnyBatch(Uint8Array.of(1, 2, 3), "notes.txt"), (error: unknown) => error instanceof ModelFileError && error.message.includes("notes.txt"));
});
