import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import type { HostTensor } from "@fmpn/graph/inference";
import { adam, adamW, createTrainer, crossEntropy, meanSquaredError, NonFiniteError, oneHot, type Optimizer, rmsprop, sgd, type Trainer, type TrainingStep, trainingStep, type TrainingStepOptions } from "@fmpn/graph/training";

const nn = g.layers;

/** A small network with batch norm, dropout, a residual block and a shared layer. */
function smallStep(optimizer: Optimizer, extra: Partial<TrainingStepOptions> = {}): { step: TrainingStep; network: g.Network } {
  const network = g.createNetwork({ training: true });
  const { root } = network;
  const x = g.input("x", [4, 1, 9, 9]);
  const y = g.input("y", [4, 3]);
  let h = op.relu(nn.batchNorm(root.at("bn1"), nn.convolution(root.at("conv1"), x, { filters: 8, kernel: 3, padding: 1, bias: false })));
  const block = root.at("block");
  h = op.add(h, nn.prelu(block.at("act"), nn.convolution(block.at("conv"), h, { filters: 8, kernel: 3, padding: 1 })));
  h = op.add(h, nn.prelu(block.at("act"), nn.convolution(block.at("conv"), h, { filters: 8, kernel: 3, padding: 1 })));
  h = nn.dropout(root.at("drop"), h, 0.3);
  const logits = nn.linear(root.at("fc"), op.flatten(op.globalAveragePool(h)), { units: 3 });
  return { network, step: trainingStep({ network, loss: crossEntropy(logits, y), optimizer, ...extra }) };
}

const batch = (step: number): Record<string, HostTensor> => {
  const random = g.createRandom(3, "batch", step);
  return {
    x: { shape: [4, 1, 9, 9], data: Float32Array.from({ length: 324 }, () => random.normal()) },
    y: { shape: [4, 3], data: oneHot([0, 1, 2, step % 3], 3) },
  };
};

async function losses(trainer: Trainer, count: number): Promise<number[]> {
  const values: number[] = [];
  for (let step = 0; step < count; step += 1) {
    const { loss } = await trainer.step(batch(trainer.stepsTaken), { learningRate: 0.01 });
    values.push(loss?.[0] ?? Number.NaN);
  }
  return values;
}

for (const [name, optimizer] of Object.entries({
  "sgd with Nesterov momentum": sgd({ momentum: 0.9, nesterov: true }),
  adam: adam(),
  adamW: adamW(),
  rmsprop: rmsprop({ momentum: 0.5 }),
})) {
  test(`${name}: the same seed gives the same bits, and so does a resumed run`, async () => {
    const { step, network } = smallStep(optimizer, { clipNorm: 1, averageDecay: 0.9 });
    const options = { state: g.initialize(network, 1), seed: 5, threads: 2, provider: "cpu" } as const;
    const one = await createTrainer(step, options);
    const first = await losses(one, 6);
    const finalState = await one.state();
    await one.close();

    const two = await createTrainer(step, { ...options, worker: false });
    const start = await losses(two, 3);
    const saved = await two.state();
    await two.close();
    const three = await createTrainer(step, { ...options, state: saved, stepsTaken: 3 });
    assert.deepEqual([...start, ...(await losses(three, 3))], first);
    assert.deepEqual(await three.state(), finalState);
    await three.close();
  });
}

test("a frozen group keeps its weights, groups have their own rates", async () => {
  const { step, network } = smallStep(sgd(), {
    groups: [
      { name: "frozen", includes: (parameter) => parameter.startsWith("conv1"), frozen: true },
      { name: "still", includes: (parameter) => parameter.startsWith("fc"), rate: 0 },
      { name: "rest", includes: () => true },
    ],
  });
  const before = g.initialize(network, 1);
  const trainer = await createTrainer(step, { state: before, provider: "cpu", threads: 1 });
  await losses(trainer, 2);
  const after = await trainer.state();
  await trainer.close();
  assert.deepEqual(after.get("conv1.weight"), before.get("conv1.weight"));
  assert.deepEqual(after.get("fc.weight"), before.get("fc.weight"));
  assert.notDeepEqual(after.get("block.conv.weight"), before.get("block.conv.weight"));
  assert.notDeepEqual(after.get("bn1.running_mean"), before.get("bn1.running_mean"));
});

test("a loss that is not finite stops at its step and keeps the state before", async () => {
  const { step, network } = smallStep(sgd());
  const trainer = await createTrainer(step, { state: g.initialize(network, 1), provider: "cpu", threads: 1 });
  await losses(trainer, 2);
  const good = await trainer.state();
  const feeds = batch(2);
  const { x } = feeds;
  (x as { data: Float32Array }).data.fill(Number.NaN);
  await assert.rejects(trainer.step(feeds, { learningRate: 0.01 }), (error: unknown) => {
    assert.ok(error instanceof NonFiniteError);
    assert.equal(error.step, 3);
    assert.match(error.message, /step 3/);
    return true;
  });
  assert.deepEqual(await trainer.state(), good);
  assert.equal(trainer.stepsTaken, 2);
  await losses(trainer, 1);
  await trainer.close();
});

test("training leaves the caller's event loop free and can be aborted", async () => {
  const network = g.createNetwork({ training: true });
  const x = g.input("x", [4, 16, 64, 64]);
  const y = nn.convolution(network.root.at("conv"), x, { filters: 32, kernel: 5, padding: 2 });
  const step = trainingStep({ network, loss: meanSquaredError(y, g.filled(0, y.shape)), optimizer: sgd() });
  const trainer = await createTrainer(step, { state: g.initialize(network, 1), provider: "cpu", threads: 1 });
  const feeds = { x: { shape: x.shape, data: new Float32Array(g.sizeOf(x.shape)).fill(0.1) } };
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 2);
  await trainer.step(feeds, { learningRate: 1e-4 });
  clearInterval(timer);
  assert.ok(ticks >= 3, `${ticks} ticks of 2 ms during a step of some tens`);

  const controller = new AbortController();
  const running = trainer.step(feeds, { learningRate: 1e-4, signal: controller.signal });
  setTimeout(() => controller.abort(), 2);
  await assert.rejects(running, { name: "AbortError" });
  await assert.rejects(async () => trainer.step(feeds, { learningRate: 1e-4, signal: controller.signal }), { name: "AbortError" });
  await trainer.close();
  await trainer.close();
  await assert.rejects(trainer.state(), /The trainer is closed/);
});

test("mistakes are named: the layer and shapes, the missing input, the unused parameter", async () => {
  const network = g.createNetwork({ training: true });
  const x = g.input("x", [2, 3, 4, 4]);
  assert.throws(() => nn.convolution(network.root.at("stem").at("conv1"), x, { filters: 4, kernel: 7 }), {
    name: "ShapeError",
    message: /layer stem\.conv1: convolution: a 7×7 kernel does not fit the padded input 2×3×4×4/,
  });
  const other = g.createNetwork({ training: true });
  const out = nn.linear(other.root.at("a"), op.flatten(x), { units: 2 });
  nn.linear(other.root.at("b"), op.flatten(x), { units: 2 });
  assert.throws(() => trainingStep({ network: other, loss: op.mean(out), optimizer: sgd() }), /does not depend on b\.weight/);
  const { step, network: small } = smallStep(sgd());
  const trainer = await createTrainer(step, { state: g.initialize(small, 1), provider: "cpu", threads: 1 });
  await assert.rejects(trainer.step({ x: batch(0).x as HostTensor }, { learningRate: 0.1 }), /"y" \(4×3\) is not fed/);
  await trainer.close();
});

test("averages are kept of running statistics, too: averaged weights see other ones than the last weights", async () => {
  const { step, network } = smallStep(sgd(), { averageDecay: 0.15 }); // below the limit of the first steps, (1 + t)/(10 + t)
  const trainer = await createTrainer(step, { state: g.initialize(network, 2), provider: "cpu", threads: 1, seed: 5 });
  let wanted: Float32Array | undefined;
  for (let taken = 0; taken < 5; taken += 1) {
    const before = (await trainer.state()).get("bn1.running_mean") ?? new Float32Array();
    wanted ??= before;
    await losses(trainer, 1);
    const now = (await trainer.state()).get("bn1.running_mean") ?? new Float32Array();
    wanted = wanted.map((average, i) => 0.15 * average + 0.85 * (now[i] ?? 0));
  }
  const state = await trainer.state();
  await trainer.close();
  assert.notDeepEqual(state.get("average.bn1.running_mean"), state.get("bn1.running_mean"));
  wanted?.forEach((value, i) => assert.ok(Math.abs((state.get("average.bn1.running_mean")?.[i] ?? 9) - value) < 1e-6));
});
