import type { Initializer } from "../initializers/initializer.js";
import { formatShape, sameShape, type Shape, ShapeError, sizeOf } from "../shape.js";
import { input, type Tensor } from "../tensor.js";

/**
 * A place in a network, by the path that PyTorch would give it: layers ask it for their parameters.
 * Asking twice for the same parameter gives the same tensor, so that using a layer twice shares its weights.
 */
export interface Scope {
  /** "" at the root, else e.g. `layer1.0.conv1`. */
  readonly path: string;
  /** Whether the graph is for training: batch statistics and dropout, against running statistics and none. */
  readonly training: boolean;
  at(name: string | number): Scope;
  /** A trained tensor called `<path>.<name>`. */
  parameter(name: string, shape: Shape, initializer: Initializer): Tensor;
  /** A tensor that is kept but not trained, such as running statistics; starts with one value everywhere. */
  buffer(name: string, shape: Shape, value: number): Tensor;
  /** What the buffer will hold after this step. */
  update(name: string, next: Tensor): void;
  /** A dropout mask of this layer, drawn anew each step: 0 with probability `rate`, else 1/(1 − rate). */
  mask(shape: Shape, rate: number): Tensor;
}

export interface Parameter {
  readonly tensor: Tensor;
  readonly initializer: Initializer;
}

export interface Buffer {
  readonly tensor: Tensor;
  readonly value: number;
  readonly next: Tensor | undefined;
}

export interface Mask {
  readonly tensor: Tensor;
  readonly rate: number;
}

/** What the layers of a network asked for, by full name, in the order of asking. */
export interface Network {
  readonly root: Scope;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly buffers: ReadonlyMap<string, Buffer>;
  readonly masks: ReadonlyMap<string, Mask>;
}

/** An empty network; apply layers to its `root` to fill it. */
export function createNetwork({ training }: { readonly training: boolean }): Network {
  const parameters = new Map<string, Parameter>();
  const buffers = new Map<string, Buffer>();
  const masks = new Map<string, Mask>();

  const scopeAt = (path: string): Scope => {
    const full = (name: string | number): string => (path === "" ? String(name) : `${path}.${name}`);
    return {
      path,
      training,
      at: (name) => scopeAt(full(name)),
      parameter(name, shape, initializer) {
        const known = parameters.get(full(name));
        const tensor = known?.tensor ?? input(full(name), shape);
        checkSame(full(name), tensor, shape);
        if (known === undefined) parameters.set(full(name), { tensor, initializer });
        return tensor;
      },
      buffer(name, shape, value) {
        const known = buffers.get(full(name));
        const tensor = known?.tensor ?? input(full(name), shape);
        checkSame(full(name), tensor, shape);
        if (known === undefined) buffers.set(full(name), { tensor, value, next: undefined });
        return known?.next ?? tensor;
      },
      update(name, next) {
        const known = buffers.get(full(name));
        if (known === undefined) throw new Error(`There is no buffer ${full(name)} to update.`);
        checkSame(full(name), known.tensor, next.shape);
        buffers.set(full(name), { ...known, next });
      },
      mask(shape, rate) {
        let name = full("mask");
        for (let use = 1; masks.has(name); use += 1) name = full(`mask:${use}`);
        const tensor = input(name, shape);
        masks.set(name, { tensor, rate });
        return tensor;
      },
    };
  };
  return { root: scopeAt(""), parameters, buffers, masks };
}

function checkSame(name: string, known: Tensor, shape: Shape): void {
  if (!sameShape(known.shape, shape)) {
    throw new ShapeError(`${name} is shared by layers that want ${formatShape(known.shape)} and ${formatShape(shape)}.`);
  }
}

/** Runs a layer and names it in the errors that its operators throw. */
export function inLayer<T>(scope: Scope, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof ShapeError && !error.message.startsWith("layer ")) {
      throw new ShapeError(`layer ${scope.path === "" ? "(root)" : scope.path}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** Numbers of values in the parameters. */
export function parameterCount(network: Network): number {
  return [...network.parameters.values()].reduce((total, { tensor }) => total + sizeOf(tensor.shape), 0);
}
