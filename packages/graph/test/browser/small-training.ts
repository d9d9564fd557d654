import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { adam, createTrainer, crossEntropy, oneHot, type TrainerOptions, trainingStep } from "@fmpn/graph/training";

const nn = g.layers;

/** Trains a small network for some steps and tells the losses: the same code in Node, in a page and on a GPU. */
export async function trainSmall(options: Partial<TrainerOptions> & { readonly steps: number }): Promise<{ provider: string; losses: number[]; state: [string, number[]][] }> {
  const { steps, ...rest } = options;
  const network = g.createNetwork({ training: true });
  const { root } = network;
  const x = g.input("x", [4, 3, 12, 12]);
  let h = nn.convolution(root.at("conv1"), x, { filters: 8, kernel: 3, padding: 1, bias: false });
  h = op.relu(nn.batchNorm(root.at("bn1"), h));
  h = op.maxPool(h, { kernel: 2, stride: 2 });
  h = nn.prelu(root.at("act"), nn.convolution(root.at("conv2"), h, { filters: 6, kernel: 3, padding: 1, stride: 2 }));
  // No bias before a normalisation: its gradient is rounding noise, and Adam makes noise as large as a signal.
  h = nn.transposedConvolution(root.at("up"), h, { filters: 4, kernel: 4, stride: 2, padding: 1, bias: false });
  h = nn.dropout(root.at("drop"), op.globalAveragePool(op.silu(nn.instanceNorm(root.at("in"), h))), 0.2);
  const logits = nn.linear(root.at("fc"), op.add(op.flatten(h), op.flatten(op.globalAveragePool(nn.convolution(root.at("side"), x, { filters: 4, kernel: 5 })))), { units: 3 });
  const step = trainingStep({ network, loss: crossEntropy(logits, g.input("y", [4, 3])), optimizer: adam(), clipNorm: 5, averageDecay: 0.9 });
  const trainer = await createTrainer(step, { state: g.initialize(network, 1), seed: 3, ...rest });
  const losses: number[] = [];
  for (let count = 0; count < steps; count += 1) {
    const random = g.createRandom(5, "batch", count);
    const pixels = Float32Array.from({ length: g.sizeOf(x.shape) }, () => random.normal());
    const feeds = { x: { shape: x.shape, data: pixels }, y: { shape: [4, 3], data: oneHot([0, 1, 2, count % 3], 3) } };
    losses.push((await trainer.step(feeds, { learningRate: 0.01 })).loss?.[0] ?? Number.NaN);
  }
  const state = await trainer.state();
  await trainer.close();
  return { provider: trainer.provider, losses, state: [...state].map(([name, values]) => [name, [...values]]) };
}
