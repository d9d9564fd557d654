import * as g from "@fmpn/graph";
import type { HostTensor } from "@fmpn/graph/inference";
import { crossEntropy, meanSquaredError, oneHot } from "@fmpn/graph/training";
import { maskGenerator } from "fmpn/networks";
import { mobileNetV2 } from "./networks/mobilenet-v2.js";
import { resNet18 } from "./networks/resnet-18.js";

/** The networks that steps and inference are timed on. */
export const networks = ["mask-generator-64", "mask-generator-32", "mobilenet-v2", "resnet-18"] as const;
export type NetworkName = (typeof networks)[number];

const classes = 7;

/** A network with its input and loss, ready to compile. */
export interface BuiltNetwork {
  readonly network: g.Network;
  readonly output: g.Tensor;
  readonly loss: g.Tensor;
  readonly feeds: Readonly<Record<string, HostTensor>>;
}

export function buildNetwork(name: NetworkName, batch: number, size: number, training: boolean): BuiltNetwork {
  const network = g.createNetwork({ training });
  const generator = name.startsWith("mask-generator-");
  const x = g.input("x", [batch, generator ? 1 : 3, size, size]);
  const random = g.createRandom(1, "bench");
  const values = (shape: g.Shape): Float32Array => Float32Array.from({ length: g.sizeOf(shape) }, () => random.uniform());
  if (generator) {
    const settings = { width: Number(name.split("-").at(-1)), blocks: 4, norm: "batch", dropout: 0, reduction: 1 } as const;
    const output = maskGenerator(network.root, x, settings).mask;
    const y = g.input("y", output.shape);
    const feeds = { x: { shape: x.shape, data: values(x.shape) }, y: { shape: y.shape, data: values(y.shape) } };
    return { network, output, loss: meanSquaredError(output, y), feeds };
  }
  const output = name === "mobilenet-v2" ? mobileNetV2(network.root, x, classes) : resNet18(network.root, x, classes);
  const y = g.input("y", output.shape);
  const labels = oneHot(Array.from({ length: batch }, (_, index) => index % classes), classes);
  const feeds = { x: { shape: x.shape, data: values(x.shape) }, y: { shape: y.shape, data: labels } };
  return { network, output, loss: crossEntropy(output, y), feeds };
}
