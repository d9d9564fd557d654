import assert from "node:assert/strict";
import { compile, createRandom, gradient, input, type Tensor } from "@fmpn/graph";
import { openSession, type Shape, sizeOf } from "@fmpn/graph/inference";
import { multiply, sum } from "@fmpn/graph/operators";

export interface GradientCase {
  /** Differentiable inputs by name. */
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly build: (tensors: Readonly<Record<string, Tensor>>) => Tensor;
  /** Values of an input from standard normal numbers, e.g. to keep away from a kink. Defaults to the numbers themselves. */
  readonly value?: (normal: number, name: string) => number;
  /** Half the distance of the central difference. */
  readonly step?: number;
}

/** Elements checked of each input. */
const probes = 24;
/** ‖analytic − numeric‖ / ‖numeric‖ over the probed elements. */
const tolerance = 1e-3;

/**
 * Compares the gradient of Σ y·r (r fixed random numbers) with central differences: y is computed in float32 at
 * x ± step, the difference is summed in float64 here. Returns the greatest relative error of any input.
 */
export async function checkGradient({ inputs, build, value = (normal) => normal, step = 1e-2 }: GradientCase): Promise<number> {
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, input(name, shape)]));
  const y = build(tensors);
  const weight = input("weight of y", y.shape);
  const names = Object.keys(inputs);
  const gradients = gradient(sum(multiply(y, weight)), Object.values(tensors));
  const outputs: Record<string, Tensor> = { y };
  for (const [index, name] of names.entries()) {
    const found = gradients[index];
    assert.ok(found, `the loss does not reach ${name}`);
    outputs[`d ${name}`] = found;
  }
  const session = await openSession(compile({ outputs }).bytes, { provider: "cpu", threads: 1 });
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [
      name,
      { shape, data: draw(name, sizeOf(shape)).map((normal) => value(normal, name)) },
    ]),
  );
  const weights = draw("weight of y", sizeOf(y.shape));
  const run = async (): Promise<Record<string, Float32Array>> => {
    const results = await session.run({ ...feeds, "weight of y": { shape: y.shape, data: weights } });
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, Float32Array.from(data as Float32Array)]));
  };

  const analytic = await run();
  let worst = 0;
  for (const name of names) {
    const data = feeds[name]?.data ?? new Float32Array();
    const places = createRandom(8, name).shuffle(Array.from(data.keys())).slice(0, probes);
    let difference = 0;
    let norm = 0;
    for (const place of places) {
      const centre = data[place] ?? 0;
      data[place] = centre + step;
      const above = { x: data[place], y: (await run()).y };
      data[place] = centre - step;
      const below = { x: data[place], y: (await run()).y };
      data[place] = centre;
      const rise = weights.reduce((total, w, at) => total + w * ((above.y?.[at] ?? 0) - (below.y?.[at] ?? 0)), 0);
      const numeric = rise / (above.x - below.x);
      difference += (numeric - (analytic[`d ${name}`]?.[place] ?? Number.NaN)) ** 2;
      norm += numeric ** 2;
    }
    const error = Math.sqrt(difference / Math.max(norm, 1e-12));
    assert.ok(error <= tolerance, `∂${name}: relative error ${error.toExponential(2)} of ${places.length} elements, norm ${Math.sqrt(norm)}`);
    worst = Math.max(worst, error);
  }
  await session.close();
  return worst;
}

function draw(name: string, length: number): Float32Array {
  const random = createRandom(7, name);
  return Float32Array.from({ length }, () => random.normal());
}

/** Pushes values at least `distance` away from the places where a function has a kink. */
export function awayFrom(kinks: readonly number[], distance = 0.05): (normal: number) => number {
  return (normal) => {
    for (const kink of kinks) {
      if (Math.abs(normal - kink) < distance) return kink + (normal < kink ? -distance : distance);
    }
    return normal;
  };
}
