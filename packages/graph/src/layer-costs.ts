import { type Shape, sizeOf } from "./shape.js";
import type { Derivation, Source, Tensor } from "./tensor.js";

/** What one operation of a network costs. */
export interface LayerCost {
  /** The layer by its path (`layer1.0.conv1`), told from its parameters; "" where it has none. */
  readonly layer: string;
  /** `convolution`, `transposedConvolution`, `linear`, `matmul`, `batchNorm` … */
  readonly operator: string;
  /** Shape of its (first) result. */
  readonly output: Shape;
  /** Trained values that it reads, counted at their first use: those shared with an earlier layer are not counted again. */
  readonly parameters: number;
  /** Multiplications with accumulation, for the whole batch; those of convolutions and matrix products only, as is usual. */
  readonly macs: number;
}

/**
 * The operations below some results that have parameters or multiply matrices, inputs before outputs.
 *
 * @param outputs results of one network
 * @param parameters the network's, by name (`network.parameters`): other inputs are data or running statistics
 */
export function layerCosts(outputs: readonly Tensor[], parameters: { has(name: string): boolean }): LayerCost[] {
  const counted = new Set<string>();
  const costs: LayerCost[] = [];
  for (const derivation of derivationsBelow(outputs)) {
    const trained = derivation.inputs.flatMap(({ source, shape }) =>
      source.kind === "input" && parameters.has(source.name) ? [{ name: source.name, count: sizeOf(shape) }] : [],
    );
    const macs = macsOf(derivation);
    if (trained.length === 0 && macs === 0) continue;
    const fresh = trained.filter(({ name }) => !counted.has(name));
    for (const { name } of fresh) counted.add(name);
    const [first] = trained;
    costs.push({
      layer: first === undefined ? "" : first.name.slice(0, Math.max(0, first.name.lastIndexOf("."))),
      operator: derivation.operator,
      output: shapeOf(derivation.outputs[0]),
      parameters: fresh.reduce((total, { count }) => total + count, 0),
      macs,
    });
  }
  return costs;
}

/** What the rows of {@link layerCosts} come to. */
export function totalCost(costs: readonly LayerCost[]): { readonly parameters: number; readonly macs: number } {
  return {
    parameters: costs.reduce((total, { parameters }) => total + parameters, 0),
    macs: costs.reduce((total, { macs }) => total + macs, 0),
  };
}

function macsOf({ operator, inputs: [x, w], outputs: [y] }: Derivation): number {
  if (x === undefined || w === undefined) return 0;
  const perValue = sizeOf(w.shape) / (w.shape[0] ?? 1);
  switch (operator) {
    case "convolution":
    case "linear":
      return sizeOf(shapeOf(y)) * perValue;
    case "transposedConvolution":
      // Every input value is multiplied with the kernels of all outputs it spreads to.
      return sizeOf(x.shape) * perValue;
    case "matmul":
      return sizeOf(shapeOf(y)) * (x.shape.at(-1) ?? 1);
    default:
      return 0;
  }
}

function shapeOf(source: Source | undefined): Shape {
  return source?.kind === "node" ? (source.node.outputs[source.output]?.shape ?? []) : [];
}

function derivationsBelow(outputs: readonly Tensor[]): Derivation[] {
  const order: Derivation[] = [];
  const seen = new Set<Derivation>();
  const stack: { readonly derivation: Derivation; next: number }[] = [];
  const visit = ({ derivation }: Tensor): void => {
    if (derivation === undefined || seen.has(derivation)) return;
    seen.add(derivation);
    stack.push({ derivation, next: 0 });
  };
  for (const output of outputs) {
    visit(output);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const below = top.derivation.inputs[top.next];
      top.next += 1;
      if (below !== undefined) {
        visit(below);
      } else {
        order.push(top.derivation);
        stack.pop();
      }
    }
  }
  return order;
}
