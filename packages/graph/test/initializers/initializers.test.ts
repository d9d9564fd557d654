import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, type Shape } from "@fmpn/graph";
import { type Initializer, kaimingNormal, kaimingUniform, normal, orthogonal, xavierNormal, xavierUniform } from "@fmpn/graph/initializers";

const draw = (initializer: Initializer, shape: Shape): Float32Array => initializer(shape, createRandom(1, "weights"));
const deviation = (values: Float32Array): number => Math.sqrt(values.reduce((total, value) => total + value ** 2, 0) / values.length);

const shape = [64, 32, 3, 3];
const [fanIn, fanOut] = [32 * 9, 64 * 9];
const expected: Readonly<Record<string, readonly [Initializer, number]>> = {
  normal: [normal(0, 0.02), 0.02],
  "xavier normal, gain 0.02": [xavierNormal(0.02), 0.02 * Math.sqrt(2 / (fanIn + fanOut))],
  "xavier uniform": [xavierUniform(), Math.sqrt(2 / (fanIn + fanOut))],
  "kaiming normal": [kaimingNormal(), Math.sqrt(2 / fanIn)],
  "kaiming normal by the outputs": [kaimingNormal({ mode: "fanOut" }), Math.sqrt(2 / fanOut)],
  "kaiming uniform as PyTorch's convolutions have it": [kaimingUniform({ slope: Math.sqrt(5) }), 1 / Math.sqrt(3 * fanIn)],
};

for (const [name, [initializer, wanted]] of Object.entries(expected)) {
  test(`${name} has its deviation`, () => {
    const found = deviation(draw(initializer, shape));
    assert.ok(Math.abs(found / wanted - 1) < 0.03, `${found} instead of ${wanted}`);
  });
}

for (const [rows, columns] of [[8, 27], [40, 12]] as const) {
  test(`orthogonal ${rows}×${columns}: the shorter side is orthonormal, times the gain`, () => {
    const gain = 0.5;
    const matrix = draw(orthogonal(gain), [rows, columns]);
    const count = Math.min(rows, columns);
    const at = (vector: number, place: number): number => (rows <= columns ? matrix[vector * columns + place] : matrix[place * columns + vector]) ?? 0;
    for (let a = 0; a < count; a += 1) {
      for (let b = 0; b < count; b += 1) {
        let dot = 0;
        for (let place = 0; place < Math.max(rows, columns); place += 1) dot += at(a, place) * at(b, place);
        assert.ok(Math.abs(dot - (a === b ? gain ** 2 : 0)) < 1e-5);
      }
    }
  });
}
