import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { adam, createTrainer, crossEntropy, meanSquaredError, oneHot, trainingStep } from "@fmpn/graph/training";
import { full } from "../../../../test-support/long.ts";

const nn = g.layers;
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Sizes at which a leak of one step's buffers would show: a tensor of `size`² floats for 8 images and 16 channels. */
const [steps, size] = full ? [1000, 32] : [1000, 8];

test(`memory stays steady over ${steps} steps`, async (context) => {
  const network = g.createNetwork({ training: true });
  const { root } = network;
  const x = g.input("x", [8, 3, size, size]);
  let h = op.relu(nn.batchNorm(root.at("bn"), nn.convolution(root.at("conv"), x, { filters: 16, kernel: 3, padding: 1 })));
  h = nn.dropout(root.at("drop"), op.maxPool(h, { kernel: 2 }), 0.2);
  const loss = crossEntropy(nn.linear(root.at("fc"), op.flatten(h), { units: 4 }), g.input("y", [8, 4]));
  const step = trainingStep({ network, loss, optimizer: adam(), averageDecay: 0.99 });
  const trainer = await createTrainer(step, { state: g.initialize(network, 1), provider: "cpu", threads: 1 });
  const feeds = {
    x: { shape: x.shape, data: new Float32Array(g.sizeOf(x.shape)).map((_, at) => Math.sin(at)) },
    y: { shape: [8, 4], data: oneHot([0, 1, 2, 3, 0, 1, 2, 3], 4) },
  };
  const run = async (count: number): Promise<number> => {
    for (let taken = 0; taken < count; taken += 1) await trainer.step(feeds, { learningRate: 1e-3 });
    return process.memoryUsage.rss();
  };
  // The first steps fill arenas and the collector's young generation, in both threads.
  const start = await run(steps * 0.4);
  const middle = await run(steps * 0.3);
  const end = await run(steps * 0.3);
  await trainer.close();
  context.diagnostic(`${megabytes(start)} after 40 %, ${megabytes(middle)} after 70 %, ${megabytes(end)} at the end`);
  // One step's activations kept each time would be hundreds of megabytes; what a collector leaves lying is a few.
  const largest = 16 * 2 ** 20;
  assert.ok(Math.min(middle, end) - start < largest && end - middle < largest, "the process grows from step to step");
});

test("opening and closing trainers gives their memory back", async (context) => {
  const network = g.createNetwork({ training: true });
  const x = g.input("x", [1, 256]);
  const loss = meanSquaredError(nn.linear(network.root.at("fc"), x, { units: 2048 }), g.filled(0, [1, 2048]));
  const step = trainingStep({ network, loss, optimizer: adam() });
  const state = g.initialize(network, 1);
  const rounds = full ? 40 : 12;
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const trainer = await createTrainer(step, { state, provider: "cpu", threads: 1, worker: false });
    await trainer.step({ x: { shape: [1, 256], data: new Float32Array(256).fill(0.5) } }, { learningRate: 1e-3 });
    await trainer.state();
    await trainer.close();
    sizes.push(process.memoryUsage.rss());
  }
  const grown = (sizes.at(-1) ?? 0) - (sizes[Math.floor(rounds / 3)] ?? 0);
  context.diagnostic(`${megabytes(grown)} more after ${rounds} trainers of about 15 MB than after ${Math.floor(rounds / 3) + 1}`);
  assert.ok(grown < 60 * 2 ** 20, `${megabytes(grown)} are kept`);
});
