import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { type HostTensor, openSession } from "@fmpn/graph/inference";
import { loadRuntime } from "#src/runtime/runtime.node.js";
import { targetOf } from "#src/runtime/target.js";
import type { Target } from "#src/tensor.js";

// The portable form is checked against central differences (test/operators); here the blocked one is checked against it.

let blocked: Target = "portable";
before(async () => {
  blocked = await targetOf(await loadRuntime("cpu"), "cpu");
});

type Build = (tensors: readonly g.Tensor[]) => g.Tensor;
interface Case {
  readonly shapes: readonly g.Shape[];
  readonly build: Build;
}

const convolution = (x: g.Shape, w: g.Shape, options: op.ConvolutionOptions = {}, bias = false): Case => ({
  shapes: bias ? [x, w, [w[0] ?? 1]] : [x, w],
  build: ([a, b, c]) => op.convolution(a as g.Tensor, b as g.Tensor, { ...options, ...(c ? { bias: c } : {}) }),
});
const transposed = (x: g.Shape, w: g.Shape, options: op.TransposedConvolutionOptions): Case => ({
  shapes: [x, w],
  build: ([a, b]) => op.transposedConvolution(a as g.Tensor, b as g.Tensor, options),
});
const normalised = (shape: g.Shape, activation: (x: g.Tensor) => g.Tensor): Case => ({
  shapes: [shape, [shape[1] ?? 1], [shape[1] ?? 1], [shape[1] ?? 1, shape[1] ?? 1, 1, 1]],
  build: ([x, scale, shift, w]) => activation(op.batchNorm(op.convolution(x as g.Tensor, w as g.Tensor), scale as g.Tensor, shift as g.Tensor).y),
});

const cases: Readonly<Record<string, Case>> = {
  "3×3": convolution([2, 16, 7, 9], [32, 16, 3, 3], { padding: 1 }, true),
  "3×3 by tiles of 4": convolution([2, 64, 12, 16], [64, 64, 3, 3], { padding: 1 }),
  "3×3 by tiles of 3": convolution([1, 64, 15, 15], [72, 64, 3, 3], { padding: 1 }),
  "3×3 of stride 2, even": convolution([2, 16, 12, 10], [24, 16, 3, 3], { padding: 1, stride: 2 }),
  "3×3 of stride 2, odd": convolution([2, 16, 11, 9], [24, 16, 3, 3], { padding: 1, stride: 2 }),
  "3×3 of stride 2 without padding": convolution([2, 16, 11, 12], [24, 16, 3, 3], { stride: 2 }),
  "3×3 dilated": convolution([2, 16, 9, 9], [16, 16, 3, 3], { padding: 2, dilation: 2 }),
  "1×1": convolution([2, 16, 5, 7], [40, 16, 1, 1]),
  "1×1 on many places": convolution([2, 16, 13, 13], [40, 16, 1, 1], {}, true),
  "1×1 of stride 2": convolution([2, 16, 8, 7], [24, 16, 1, 1], { stride: 2 }),
  "1×7 and asymmetric padding": convolution([2, 16, 6, 9], [16, 16, 1, 7], { padding: [0, 3] }),
  "4×4 of stride 2": convolution([2, 16, 8, 10], [24, 16, 4, 4], { padding: 1, stride: 2 }),
  "4×4 of stride 2 by tiles": convolution([2, 64, 24, 32], [64, 64, 4, 4], { padding: 1, stride: 2 }),
  "4×4 of stride 2, odd": convolution([2, 16, 9, 11], [24, 16, 4, 4], { padding: 1, stride: 2 }),
  "7×7 from one channel": convolution([2, 1, 11, 9], [16, 1, 7, 7], { padding: 3 }),
  "7×7 from three of stride 2": convolution([2, 3, 14, 15], [16, 3, 7, 7], { padding: 3, stride: 2 }),
  "7×7 to one channel": convolution([2, 16, 11, 9], [1, 16, 7, 7], { padding: 3 }, true),
  "3×3 to three channels": convolution([2, 16, 6, 7], [3, 16, 3, 3], { padding: 1 }, true),
  "5 channels, which no block holds": convolution([2, 5, 6, 7], [16, 5, 3, 3], { padding: 1 }),
  "12 channels, which no block holds": convolution([2, 12, 6, 7], [20, 12, 3, 3], { padding: 1 }),
  "depthwise 3×3": convolution([2, 24, 7, 9], [24, 1, 3, 3], { padding: 1, groups: 24 }),
  "depthwise 3×3 of stride 2, even": convolution([2, 24, 8, 12], [24, 1, 3, 3], { padding: 1, stride: 2, groups: 24 }),
  "depthwise 3×3 of stride 2, odd": convolution([2, 24, 7, 9], [24, 1, 3, 3], { padding: 1, stride: 2, groups: 24 }),
  "depthwise 5×5 of stride 2": convolution([2, 16, 9, 10], [16, 1, 5, 5], { padding: 2, stride: 2, groups: 16 }),
  "depthwise dilated": convolution([2, 16, 9, 9], [16, 1, 3, 3], { padding: 2, dilation: 2, groups: 16 }),
  "groups of 8": convolution([2, 16, 6, 6], [16, 8, 3, 3], { padding: 1, groups: 2 }),
  "transposed 4×4 of stride 2": transposed([2, 16, 5, 6], [16, 24, 4, 4], { stride: 2, padding: 1 }),
  "transposed 4×4 with output padding": transposed([2, 16, 5, 6], [16, 24, 4, 4], { stride: 2, padding: 1, outputPadding: 1 }),
  "transposed 4×4 by tiles": transposed([1, 64, 12, 12], [64, 64, 4, 4], { stride: 2, padding: 1 }),
  "transposed 3×3": transposed([2, 16, 5, 6], [16, 8, 3, 3], { padding: 1 }),
  "batch norm": normalised([3, 16, 5, 7], (x) => x),
  "batch norm and ReLU": normalised([3, 16, 5, 7], op.relu),
  "batch norm and ReLU6": normalised([3, 16, 5, 7], (x) => op.relu6(op.multiply(x, 4))),
  "batch norm and sigmoid": normalised([3, 16, 5, 7], op.sigmoid),
  "batch norm and hard swish": normalised([3, 16, 5, 7], op.hardSwish),
  "batch norm and SiLU": normalised([3, 16, 5, 7], op.silu),
  "instance norm": normalised([3, 16, 5, 7], (x) => op.instanceNorm(op.relu(x)).y),
  "PReLU, one slope": { shapes: [[2, 16, 5, 7], [16, 16, 1, 1], [1]], build: ([x, w, a]) => op.prelu(op.convolution(x as g.Tensor, w as g.Tensor), a as g.Tensor) },
  "PReLU, a slope a channel": { shapes: [[2, 16, 5, 7], [16, 16, 1, 1], [16]], build: ([x, w, a]) => op.prelu(op.convolution(x as g.Tensor, w as g.Tensor), a as g.Tensor) },
  "a gate for each channel, a mask for each place": {
    shapes: [[2, 16, 5, 7], [16, 16, 1, 1], [2, 16, 1, 1], [2, 1, 5, 7], [5, 7], [2, 16, 5, 1]],
    build: ([x, w, gate, mask, place, row]) => {
      const y = op.convolution(x as g.Tensor, w as g.Tensor);
      return op.add(op.multiply(op.multiply(op.multiply(y, gate as g.Tensor), mask as g.Tensor), place as g.Tensor), op.multiply(y, row as g.Tensor));
    },
  },
  "pooling and joining": {
    shapes: [[2, 16, 8, 6], [16, 16, 1, 1], [24, 16, 1, 1]],
    build: ([x, v, w]) => {
      const joined = op.concatenate([op.convolution(x as g.Tensor, v as g.Tensor), op.convolution(x as g.Tensor, w as g.Tensor)], 1);
      return op.add(op.globalAveragePool(joined), op.maxPool(joined, { kernel: [8, 6] }));
    },
  },
};

/** Relative distance ‖a − b‖/‖b‖ that another order of sums explains. */
const tolerance = 2e-5;

for (const [name, { shapes, build }] of Object.entries(cases)) {
  test(`blocked = portable: ${name}`, async (context) => {
    if (blocked === "portable") return context.skip("this processor has no blocked kernels");
    const inputs = shapes.map((shape, index) => g.input(`input${index}`, shape));
    const y = build(inputs);
    const outputs: Record<string, g.Tensor> = { y };
    for (const [index, found] of g.gradient(op.sum(op.multiply(y, g.input("r", y.shape))), inputs).entries()) {
      outputs[`d${index}`] = found as g.Tensor;
    }
    const values = (key: string, shape: g.Shape): HostTensor => {
      const random = g.createRandom(11, key);
      return { shape, data: Float32Array.from({ length: g.sizeOf(shape) }, () => random.normal()) };
    };
    const feeds = Object.fromEntries([["r", values("r", y.shape)], ...shapes.map((shape, index) => [`input${index}`, values(`input${index}`, shape)])]);
    const run = async (target: Target): Promise<Record<string, HostTensor>> => {
      const session = await openSession(g.compile({ outputs, target }).bytes, { provider: "cpu", threads: 2 });
      const results = await session.run(feeds);
      await session.close();
      return results;
    };
    const [expected, found] = [await run("portable"), await run(blocked)];
    for (const key of Object.keys(outputs)) {
      const [a, b] = [found[key]?.data as Float32Array, expected[key]?.data as Float32Array];
      const distance = Math.sqrt(a.reduce((total, value, at) => total + (value - (b[at] ?? 0)) ** 2, 0) / b.reduce((total, value) => total + value ** 2, 1e-12));
      assert.ok(distance <= tolerance, `${key}: relative distance ${distance.toExponential(2)}`);
    }
  });
}

test("the blocked form of a network holds blocked kernels", () => {
  if (blocked === "portable") return;
  const x = g.input("x", [1, 16, 8, 8]);
  const y = op.convolution(x, g.input("w", [16, 16, 3, 3]), { padding: 1 });
  const text = Buffer.from(g.compile({ outputs: { y }, target: blocked }).bytes).toString("latin1");
  assert.match(text, /com\.microsoft\.nchwc/);
});
