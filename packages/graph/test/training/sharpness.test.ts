import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { createTrainer, crossEntropy, oneHot, sgd, type TrainingStep, trainingStep, type TrainingStepOptions } from "@fmpn/graph/training";

const nn = g.layers;
const rate = 0.1;
const sharpness = 0.5;

/** Convolution, running statistics, dropout: what a step at other weights could get wrong. */
function smallStep(extra: Partial<TrainingStepOptions> = {}): { step: TrainingStep; network: g.Network } {
  const network = g.createNetwork({ training: true });
  const { root } = network;
  const x = g.input("x", [4, 1, 9, 9]);
  let h = op.relu(nn.batchNorm(root.at("bn"), nn.convolution(root.at("conv"), x, { filters: 8, kernel: 3, padding: 1, bias: false })));
  h = nn.dropout(root.at("drop"), nn.prelu(root.at("act"), h), 0.3);
  const logits = nn.linear(root.at("fc"), op.flatten(op.globalAveragePool(h)), { units: 3 });
  const groups = [
    { name: "head", includes: (name: string) => name.startsWith("fc") },
    { name: "rest", includes: () => true },
  ];
  return { network, step: trainingStep({ network, loss: crossEntropy(logits, g.input("y", [4, 3])), optimizer: sgd(), groups, ...extra }) };
}

/** One step of gradient descent: the weights after it. */
async function after(state: g.State, worker: boolean, extra: Partial<TrainingStepOptions> = {}): Promise<g.State> {
  const trainer = await createTrainer(smallStep(extra).step, { state, seed: 5, provider: "cpu", threads: 1, worker });
  const random = g.createRandom(3, "batch");
  await trainer.step(
    {
      x: { shape: [4, 1, 9, 9], data: Float32Array.from({ length: 324 }, () => random.normal()) },
      y: { shape: [4, 3], data: oneHot([0, 1, 2, 1], 3) },
    },
    { learningRate: rate },
  );
  const next = await trainer.state();
  await trainer.close();
  return next;
}

test("a sharpness-aware step goes down the gradient at w + ρ·g/‖g‖, and takes its statistics at w", async () => {
  const { network } = smallStep();
  const start = g.initialize(network, 1);
  const names = [...network.parameters.keys()];
  const valuesOf = (state: g.State, name: string): Float32Array => state.get(name) ?? new Float32Array();
  const gradientAt = async (state: g.State): Promise<Map<string, Float32Array>> => {
    const next = await after(state, false);
    return new Map(names.map((name) => [name, valuesOf(state, name).map((w, i) => (w - (valuesOf(next, name)[i] ?? 0)) / rate)]));
  };

  const slope = await gradientAt(start);
  const length = Math.hypot(...names.flatMap((name) => [...valuesOf(slope, name)]));
  const climbed = new Map([...start].map(([name, w]) => [name, w.map((value, i) => value + (sharpness * (valuesOf(slope, name)[i] ?? 0)) / length)]));
  const sharpSlope = await gradientAt(climbed);
  const found = await after(start, false, { sharpness });

  let [apart, moved] = [0, 0];
  for (const name of names) {
    for (const [i, w] of valuesOf(start, name).entries()) {
      const wanted = w - rate * (valuesOf(sharpSlope, name)[i] ?? 0);
      assert.ok(Math.abs((valuesOf(found, name)[i] ?? 0) - wanted) < 2e-6, `${name}[${i}] ${valuesOf(found, name)[i]} instead of ${wanted}`);
      apart += Math.abs((valuesOf(sharpSlope, name)[i] ?? 0) - (valuesOf(slope, name)[i] ?? 0));
      moved += Math.abs(valuesOf(slope, name)[i] ?? 0);
    }
  }
  assert.ok(apart > 0.1 * moved, "the two gradients differ, or the test proves nothing");
  const plain = await after(start, false);
  for (const name of network.buffers.keys()) assert.deepEqual(found.get(name), plain.get(name));
});

test("in a worker the sharpness-aware step is the same", async () => {
  const start = g.initialize(smallStep().network, 1);
  assert.deepEqual(await after(start, true, { sharpness }), await after(start, false, { sharpness }));
});
