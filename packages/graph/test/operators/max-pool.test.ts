import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { openSession } from "@fmpn/graph/inference";

for (const [name, options] of Object.entries({
  "2×2": { kernel: 2 },
  "3×3 overlapping, padded": { kernel: 3, stride: 2, padding: 1 },
  "3×2 of stride 1": { kernel: [3, 2], stride: 1 },
} satisfies Record<string, op.PoolOptions>)) {
  test(`max pool ${name}: both forms of the gradient give ties to the first of them`, async () => {
    const x = g.input("x", [2, 3, 9, 8]);
    const y = op.maxPool(x, options);
    const dy = g.input("dy", y.shape);
    const [dx] = g.gradient(op.sum(op.multiply(y, dy)), [x]);
    assert.ok(dx);
    // Mostly zeros, as after a ReLU, and whole numbers, so that greatest values are rarely alone.
    const random = g.createRandom(4, name);
    const feeds = {
      x: { shape: x.shape, data: Float32Array.from({ length: g.sizeOf(x.shape) }, () => Math.max(0, random.integer(6) - 3)) },
      dy: { shape: y.shape, data: Float32Array.from({ length: g.sizeOf(y.shape) }, () => random.normal()) },
    };
    const found: Float32Array[] = [];
    for (const target of ["portable", { channelBlock: 8 }] as const) {
      const session = await openSession(g.compile({ outputs: { dx }, target }).bytes, { provider: "cpu", threads: 1 });
      const results = await session.run(feeds);
      found.push(Float32Array.from(results.dx?.data as Float32Array));
      await session.close();
    }
    const [spread = new Float32Array(), scattered = new Float32Array()] = found;
    for (const [at, value] of scattered.entries()) assert.ok(Math.abs(value - (spread[at] ?? Number.NaN)) < 1e-5, `at ${at}: ${spread[at]} against ${value}`);
  });
}
