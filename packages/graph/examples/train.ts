import { createNetwork, initialize, input, layers, type Network, type Tensor } from "@fmpn/graph";
import { exportInference } from "@fmpn/graph/onnx";
import { flatten, globalAveragePool, relu, softmax } from "@fmpn/graph/operators";
import { adam, createTrainer, crossEntropy, oneHot, trainingStep } from "@fmpn/graph/training";
import { stripes } from "./stripes.ts";
const { batchNorm, convolution, linear } = layers;

function classifier({ root }: Network, image: Tensor): Tensor {
  const h = convolution(root.at("conv"), image, { filters: 8, kernel: 5, bias: false }); // N×8×12×12
  const pooled = globalAveragePool(relu(batchNorm(root.at("bn"), h))); //                     N×8×1×1
  return linear(root.at("fc"), flatten(pooled), { units: 2 }); //                           N×2
}

const network = createNetwork({ training: true });
const [image, target] = [input("image", [32, 1, 16, 16]), input("target", [32, 2])];
const loss = crossEntropy(classifier(network, image), target);
const step = trainingStep({ network, loss, optimizer: adam() });
const trainer = await createTrainer(step, { state: initialize(network, 1) });
for (let count = 0; count < 100; count += 1) {
  const { pixels, labels } = stripes(32, count);
  const feeds = { image: { shape: image.shape, data: pixels }, target: { shape: target.shape, data: oneHot(labels, 2) } };
  const results = await trainer.step(feeds, { learningRate: 0.02 });
  if (count % 25 === 0) console.log(`step ${count}: loss ${results.loss?.[0]?.toFixed(3)}`);
}
export const state = await trainer.state();
await trainer.close();

// The trained network as an ONNX file, for one image at a time.
const trained = createNetwork({ training: false });
const answer = softmax(classifier(trained, input("image", [1, 1, 16, 16])));
export const file = exportInference({ network: trained, outputs: { answer }, state, metadata: { classes: "lying,standing" } });
