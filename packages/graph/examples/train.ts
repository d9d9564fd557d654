import * as g from "@fmpn/graph";
import { stripes } from "./stripes.ts";
const { batchNorm, convolution, linear } = g.layers;

function classifier({ root }: g.Network, image: g.Tensor): g.Tensor {
  const h = convolution(root.at("conv"), image, { filters: 8, kernel: 5, bias: false }); // N×8×12×12
  const pooled = g.globalAveragePool(g.relu(batchNorm(root.at("bn"), h))); //               N×8×1×1
  return linear(root.at("fc"), g.flatten(pooled), { units: 2 }); //                         N×2
}

const network = g.createNetwork({ training: true });
const [image, target] = [g.input("image", [32, 1, 16, 16]), g.input("target", [32, 2])];
const loss = g.crossEntropy(classifier(network, image), target);
const step = g.trainingStep({ network, loss, optimizer: g.adam() });
const trainer = await g.createTrainer(step, { state: g.initialize(network, 1) });
for (let count = 0; count < 100; count += 1) {
  const { pixels, labels } = stripes(32, count);
  const feeds = { image: { shape: image.shape, data: pixels }, target: { shape: target.shape, data: g.oneHot(labels, 2) } };
  const results = await trainer.step(feeds, { learningRate: 0.02 });
  if (count % 25 === 0) console.log(`step ${count}: loss ${results.loss?.[0]?.toFixed(3)}`);
}
export const state = await trainer.state();
await trainer.close();

// The trained network as an ONNX file, for one image at a time.
const trained = g.createNetwork({ training: false });
const answer = g.softmax(classifier(trained, g.input("image", [1, 1, 16, 16])));
export const file = g.exportInference({ network: trained, outputs: { answer }, state, metadata: { classes: "lying,standing" } });
