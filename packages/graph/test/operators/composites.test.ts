import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { decodeModel } from "@fmpn/graph/onnx";
import { awayFrom, checkGradient, type GradientCase } from "./gradient-check.js";

type Named = Readonly<Record<string, g.Tensor>>;
const of = (t: Named, name: string): g.Tensor => t[name] as g.Tensor;
const nn = g.layers;

const cases: Readonly<Record<string, GradientCase>> = {
  "a residual block": {
    inputs: { x: [2, 4, 5, 7], v: [4, 4, 3, 3], w: [4, 4, 3, 3], scale: [4], shift: [4], slope: [1] },
    build: (t) => {
      const unit = (h: g.Tensor, weight: g.Tensor): g.Tensor =>
        op.batchNorm(op.convolution(h, weight, { padding: 1 }), of(t, "scale"), of(t, "shift")).y;
      return op.add(of(t, "x"), op.prelu(unit(op.silu(unit(of(t, "x"), of(t, "v"))), of(t, "w")), of(t, "slope")));
    },
    step: 5e-3,
  },
  "a weight shared by two layers": {
    inputs: { x: [2, 3, 5, 5], w: [3, 3, 3, 3] },
    build: (t) => op.convolution(op.sigmoid(op.convolution(of(t, "x"), of(t, "w"), { padding: 1 })), of(t, "w"), { padding: 1 }),
  },
  "a tensor used twice, also by one operator": {
    inputs: { x: [3, 5] },
    build: (t) => op.add(op.multiply(of(t, "x"), of(t, "x")), op.concatenate([op.slice(of(t, "x"), [{ axis: 1, start: 0, end: 2 }]), op.slice(op.exponential(of(t, "x")), [{ axis: 1, start: 2, end: 5 }])], 1)),
  },
  "squeeze and excite": {
    inputs: { x: [2, 4, 3, 5], w1: [2, 4, 1, 1], w2: [4, 2, 1, 1] },
    build: (t) => {
      const squeezed = op.relu(op.convolution(op.globalAveragePool(of(t, "x")), of(t, "w1")));
      return op.multiply(of(t, "x"), op.hardSigmoid(op.convolution(squeezed, of(t, "w2"))));
    },
    value: awayFrom([0]),
    step: 1e-2,
  },
  "up, down and across": {
    inputs: { x: [1, 2, 6, 5], w: [2, 2, 4, 4], u: [2, 2, 4, 4] },
    build: (t) => {
      const down = op.tanh(op.convolution(of(t, "x"), of(t, "w"), { stride: 2, padding: 1 }));
      const up = op.transposedConvolution(down, of(t, "u"), { stride: 2, padding: 1, outputPadding: [0, 1] });
      return op.multiply(op.resize(op.averagePool(up, { kernel: 2 }), [6, 5]), of(t, "x"));
    },
  },
};

for (const [name, one] of Object.entries(cases)) {
  test(`gradient through ${name} agrees with central differences`, async () => void (await checkGradient(one)));
}

test("only what is asked for is differentiated: a frozen weight costs no node", () => {
  const [x, v, w] = [g.input("x", [1, 3, 5, 5]), g.input("v", [3, 3, 3, 3]), g.input("w", [3, 3, 3, 3])];
  const loss = op.sum(op.convolution(op.relu(op.convolution(x, v, { padding: 1 })), w, { padding: 1 }));
  const nodes = (wrt: g.Tensor[]): number => {
    const outputs = Object.fromEntries(g.gradient(loss, wrt).map((found, index) => [`d${index}`, found as g.Tensor]));
    return decodeModel(g.compile({ outputs }).bytes, "the graph").graph.nodes.length;
  };
  assert.ok(nodes([w]) < nodes([v, w]) / 2, `${nodes([w])} of ${nodes([v, w])} nodes`);
  assert.deepEqual(g.gradient(loss, [g.input("unused", [2])]), [undefined]);
});

test("squeezeExcite as a layer names its parameters as torchvision does", () => {
  const network = g.createNetwork({ training: true });
  nn.squeezeExcite(network.root.at("se"), g.input("x", [1, 8, 4, 4]), { squeeze: 2 });
  assert.deepEqual([...network.parameters.keys()], ["se.fc1.weight", "se.fc1.bias", "se.fc2.weight", "se.fc2.bias"]);
});
