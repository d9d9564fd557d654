import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { openSession } from "@fmpn/graph/inference";
import { adam, binaryCrossEntropy, cosineDecay, createTrainer, crossEntropy, oneHot, trainingStep } from "@fmpn/graph/training";
import { long } from "../../../../test-support/long.ts";
import { madeImage, shapes, side } from "./made-images.js";

const nn = g.layers;
const [batch, heldOut] = [32, 256];
const image: g.Shape = [1, side, side];

type Net = (scope: g.Scope, x: g.Tensor) => g.Tensor;
type Field = "pixels" | "mask" | "label";

/** Images `first`, `first` + 1, … as a batch. Training and held-out images have different seeds. */
function batchOf(seed: number, first: number, count: number, field: Field): Float32Array {
  const images = Array.from({ length: count }, (_, index) => madeImage(seed, first + index));
  if (field === "label") return oneHot(images.map(({ label }) => label), shapes);
  return Float32Array.from(images.flatMap((one) => Array.from(one[field])));
}

/** Trains a network on made images and returns what it says of held-out ones. */
async function train(net: Net, target: Field, loss: (output: g.Tensor, target: g.Tensor) => g.Tensor, steps: number, rate: number): Promise<Float32Array> {
  const network = g.createNetwork({ training: true });
  const output = net(network.root, g.input("x", [batch, ...image]));
  const step = trainingStep({ network, loss: loss(output, g.input("y", output.shape)), optimizer: adam() });
  const trainer = await createTrainer(step, { state: g.initialize(network, 1), provider: "cpu", threads: 1 });
  const schedule = cosineDecay(steps);
  for (let taken = 0; taken < steps; taken += 1) {
    const feeds = {
      x: { shape: [batch, ...image], data: batchOf(1, taken * batch, batch, "pixels") },
      y: { shape: output.shape, data: batchOf(1, taken * batch, batch, target) },
    };
    await trainer.step(feeds, { learningRate: rate * schedule(taken) });
  }
  const weights = await trainer.state();
  await trainer.close();

  const trained = g.createNetwork({ training: false });
  const y = net(trained.root, g.input("x", [heldOut, ...image]));
  const session = await openSession(g.compile({ outputs: { y }, weights }).bytes, { provider: "cpu", threads: 1 });
  const results = await session.run({ x: { shape: [heldOut, ...image], data: batchOf(2, 0, heldOut, "pixels") } });
  await session.close();
  return results.y?.data as Float32Array;
}

function accuracy(logits: Float32Array): number {
  const labels = Array.from({ length: heldOut }, (_, index) => madeImage(2, index).label);
  const hits = labels.filter((label, row) => {
    const scores = logits.subarray(row * shapes, (row + 1) * shapes);
    return scores.indexOf(Math.max(...scores)) === label;
  });
  return hits.length / heldOut;
}

test("a small classifier learns what a linear one cannot", async (context) => {
  const linear = await train((root, x) => nn.linear(root.at("fc"), op.flatten(x), { units: shapes }), "label", crossEntropy, 80, 3e-3);
  const convolutional: Net = (root, x) => {
    let h = x;
    for (const [index, filters] of [16, 32, 32].entries()) {
      const at = root.at(`stage${index}`);
      h = op.relu(nn.batchNorm(at.at("bn"), nn.convolution(at.at("conv"), h, { filters, kernel: 3, padding: 1, stride: index === 0 ? 1 : 2, bias: false })));
    }
    return nn.linear(root.at("fc"), op.flatten(op.globalAveragePool(h)), { units: shapes });
  };
  const small = await train(convolutional, "label", crossEntropy, 220, 1e-2);
  context.diagnostic(`held-out accuracy: linear ${accuracy(linear).toFixed(3)}, convolutional ${accuracy(small).toFixed(3)}`);
  assert.ok(accuracy(linear) <= 0.6, `linear ${accuracy(linear)}`);
  assert.ok(accuracy(small) >= 0.95, `convolutional ${accuracy(small)}`);
});

test("a small mask generator learns a made mask", { skip: long }, async (context) => {
  const generator: Net = (root, x) => {
    const unit = (name: string, h: g.Tensor, filters: number, stride = 1): g.Tensor =>
      op.relu(nn.batchNorm(root.at(name).at("bn"), nn.convolution(root.at(name).at("conv"), h, { filters, kernel: 3, padding: 1, stride, bias: false })));
    const fine = unit("in", x, 16);
    const coarse = unit("middle", unit("down", fine, 32, 2), 32);
    const up = nn.transposedConvolution(root.at("up"), coarse, { filters: 16, kernel: 4, stride: 2, padding: 1 });
    return op.sigmoid(nn.convolution(root.at("out"), unit("join", op.add(up, fine), 16), { filters: 1, kernel: 3, padding: 1 }));
  };
  const masks = await train(generator, "mask", binaryCrossEntropy, 50, 1e-2);
  const truth = batchOf(2, 0, heldOut, "mask");
  let [shared, either] = [0, 0];
  for (const [place, covered] of truth.entries()) {
    const found = (masks[place] ?? 0) > 0.5;
    shared += found && covered === 1 ? 1 : 0;
    either += found || covered === 1 ? 1 : 0;
  }
  context.diagnostic(`held-out IoU ${(shared / either).toFixed(3)}`);
  assert.ok(shared / either >= 0.8, `IoU ${shared / either}`);
});
