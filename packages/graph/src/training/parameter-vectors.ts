import { nodeOutputs } from "../node.js";
import { add, addAll, divide, multiply, unary } from "../primitives/elementwise.js";
import { concatenate, reshape, slice } from "../primitives/layout.js";
import { sum } from "../primitives/reduction.js";
import { sizeOf } from "../shape.js";
import { substitute } from "../substitute.js";
import { integers, type Source, type Target, type Tensor } from "../tensor.js";

/** A tensor under its full name. */
export interface Member {
  readonly name: string;
  readonly tensor: Tensor;
}

/** A group's parameters and the loss's gradient by them, laid end to end. */
export interface GroupVectors {
  readonly parameters: readonly Member[];
  readonly vector: Tensor;
  readonly gradient: Tensor;
}

/** The same groups with the gradients at w + ρ·g/‖g‖. */
export function sharpened<Group extends GroupVectors>(vectors: readonly Group[], sharpness: number): Group[] {
  const scale = divide(sharpness, add(totalLength(vectors), 1e-12));
  const climbed = vectors.flatMap(({ parameters, vector, gradient: raw }) => {
    const pieces = split(add(vector, multiply(raw, scale)), parameters);
    return parameters.map(({ tensor }, index): [Source, Tensor] => [tensor.source, (pieces[index] as [string, Tensor])[1]]);
  });
  const anew = substitute(vectors.map((group) => group.gradient), new Map(climbed));
  return vectors.map((group, index) => ({ ...group, gradient: anew[index] as Tensor }));
}

/** ‖g‖ over all groups. */
export function totalLength(vectors: readonly GroupVectors[]): Tensor {
  return unary("Sqrt", addAll(vectors.map((group) => squaredLength(group.gradient))));
}

/** A vector cut into the tensors that it holds. */
export function split(vector: Tensor, members: readonly Member[]): [string, Tensor][] {
  const sizes = members.map(({ tensor }) => sizeOf(tensor.shape));
  const outputs = sizes.map((size) => ({ shape: [size] }));
  const whole = (): Tensor[] => nodeOutputs("Split", [vector, integers(sizes)], { attributes: { axis: 0 }, outputs });
  const oneByOne = (): Tensor[] => {
    let end = 0;
    return sizes.map((size) => slice(vector, [{ axis: 0, start: end, end: (end += size) }]));
  };
  // A GPU's kernel takes a handful of buffers (8 to 12), a network has hundreds of parameters.
  const lower = (target: Target): Tensor[] => (target === "portable" ? oneByOne() : whole());
  const pieces = members.length === 1 ? [vector] : nodeOutputs("Split", [vector], { outputs, lower });
  return members.map(({ name, tensor }, index) => [name, reshape(pieces[index] as Tensor, tensor.shape)]);
}

/** Tensors laid end to end. */
export function join(parts: readonly Tensor[]): Tensor {
  return concatenate(parts.map((part) => reshape(part, [sizeOf(part.shape)])), 0);
}

/** Σx² of a vector. Of 45 MB: 6 ms as a product and a sum, 22 as ReduceSumSquare, 32 as a row times a column. */
function squaredLength(vector: Tensor): Tensor {
  return sum(multiply(vector, vector));
}
