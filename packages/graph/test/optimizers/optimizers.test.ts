import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { zeros } from "@fmpn/graph/initializers";
import { adam, adamW, createTrainer, type Optimizer, rmsprop, sgd, type Trainer, trainingStep, type TrainingStepOptions } from "@fmpn/graph/training";

// Each optimiser takes five steps on ½Σc(w − t)² here and in double precision by its formula in PyTorch's documentation.

const start = [1, -2, 0.5, 3];
const target = [0.2, 0.1, -0.4, 2.5];
const curvature = [1, 4, 0.3, 2];
const [rate, decay, steps] = [0.05, 0.1, 5];

const slope = (weights: readonly number[]): number[] => weights.map((w, i) => (curvature[i] ?? 0) * (w - (target[i] ?? 0)));

async function found(optimizer: Optimizer, extra: Partial<TrainingStepOptions> = {}): Promise<Trainer> {
  const network = g.createNetwork({ training: true });
  const w = network.root.parameter("w", [4], zeros);
  const difference = op.subtract(w, g.constant(Float32Array.from(target), [4]));
  const loss = op.multiply(op.sum(op.multiply(op.square(difference), g.constant(Float32Array.from(curvature), [4]))), 0.5);
  const groups = [{ name: "all", includes: () => true, weightDecay: decay }];
  const step = trainingStep({ network, loss, optimizer, groups, ...extra });
  const trainer = await createTrainer(step, { state: new Map([["w", Float32Array.from(start)]]), provider: "cpu", threads: 1, worker: false });
  for (let taken = 0; taken < steps; taken += 1) await trainer.step({}, { learningRate: rate });
  return trainer;
}

/** Runs a rule on each weight by itself: `rule` is given weight, decayed-free gradient, its memory and the step's number. */
function reference(rule: (w: number, gradient: number, memory: number[], step: number) => number): number[] {
  let weights = start;
  const memories = start.map(() => [0, 0]);
  for (let step = 1; step <= steps; step += 1) {
    const gradients = slope(weights);
    weights = weights.map((w, i) => rule(w, gradients[i] ?? 0, memories[i] ?? [], step));
  }
  return weights;
}

const [b1, b2, epsilon] = [0.9, 0.999, 1e-8];
function adamMove(gradient: number, memory: number[], step: number): number {
  memory[0] = b1 * (memory[0] ?? 0) + (1 - b1) * gradient;
  memory[1] = b2 * (memory[1] ?? 0) + (1 - b2) * gradient ** 2;
  return (rate * memory[0]) / (1 - b1 ** step) / (Math.sqrt(memory[1] / (1 - b2 ** step)) + epsilon);
}

const cases: Readonly<Record<string, readonly [Optimizer, number[]]>> = {
  sgd: [sgd(), reference((w, gradient) => w - rate * (gradient + decay * w))],
  "sgd with momentum": [
    sgd({ momentum: 0.9 }),
    reference((w, gradient, memory) => {
      memory[0] = 0.9 * (memory[0] ?? 0) + gradient + decay * w;
      return w - rate * memory[0];
    }),
  ],
  "sgd with Nesterov momentum": [
    sgd({ momentum: 0.9, nesterov: true }),
    reference((w, gradient, memory) => {
      memory[0] = 0.9 * (memory[0] ?? 0) + gradient + decay * w;
      return w - rate * (gradient + decay * w + 0.9 * memory[0]);
    }),
  ],
  adam: [adam(), reference((w, gradient, memory, step) => w - adamMove(gradient + decay * w, memory, step))],
  adamW: [adamW(), reference((w, gradient, memory, step) => w * (1 - rate * decay) - adamMove(gradient, memory, step))],
  rmsprop: [
    rmsprop({ momentum: 0.5 }),
    reference((w, gradient, memory) => {
      const full = gradient + decay * w;
      memory[0] = 0.99 * (memory[0] ?? 0) + 0.01 * full ** 2;
      memory[1] = 0.5 * (memory[1] ?? 0) + full / (Math.sqrt(memory[0]) + epsilon);
      return w - rate * memory[1];
    }),
  ],
};

for (const [name, [optimizer, wanted]] of Object.entries(cases)) {
  test(`${name} moves as its formula says`, async () => {
    const trainer = await found(optimizer);
    const weights = (await trainer.state()).get("w") ?? new Float32Array();
    await trainer.close();
    for (const [i, value] of wanted.entries()) assert.ok(Math.abs((weights[i] ?? 0) - value) < 2e-6, `w[${i}] ${weights[i]} instead of ${value}`);
  });
}

test("gradients longer than the limit are scaled down to it, and the norm is reported as it was", async () => {
  const trainer = await found(sgd(), { clipNorm: 0.5, groups: [{ name: "all", includes: () => true }] });
  const weights = (await trainer.state()).get("w") ?? new Float32Array();
  let wanted = start;
  for (let step = 0; step < steps; step += 1) {
    const gradients = slope(wanted);
    const scale = Math.min(1, 0.5 / (Math.hypot(...gradients) + 1e-6));
    wanted = wanted.map((w, i) => w - rate * scale * (gradients[i] ?? 0));
  }
  for (const [i, value] of wanted.entries()) assert.ok(Math.abs((weights[i] ?? 0) - value) < 2e-6);
  const { gradientNorm } = await trainer.step({}, { learningRate: 0 });
  await trainer.close();
  assert.ok(Math.abs((gradientNorm?.[0] ?? 0) - Math.hypot(...slope(wanted))) < 1e-4);
});

test("an average follows the weights: a ← d·a + (1 − d)·w, with d at most (1 + t)/(10 + t)", async () => {
  const averageDecay = 0.3; // The limit holds it down in the first steps only.
  const trainer = await found(sgd(), { averageDecay });
  const state = await trainer.state();
  await trainer.close();
  let [weights, averages] = [start, start];
  for (let step = 0; step < steps; step += 1) {
    const gradients = slope(weights);
    weights = weights.map((w, i) => w - rate * ((gradients[i] ?? 0) + decay * w));
    const kept = Math.min(averageDecay, (2 + step) / (11 + step));
    averages = averages.map((a, i) => kept * a + (1 - kept) * (weights[i] ?? 0));
  }
  const kept = state.get("average.w") ?? new Float32Array();
  for (const [i, value] of averages.entries()) assert.ok(Math.abs((kept[i] ?? 0) - value) < 2e-6);
});
