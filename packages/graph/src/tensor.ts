import { allocate, type ElementType, type TensorData } from "./element-type.js";
import { checkShape, formatShape, type Shape, ShapeError, sizeOf } from "./shape.js";

/**
 * A symbolic tensor: a value that a graph will compute, known by its shape and element type.
 * Tensors are immutable and made by operators; nothing runs until the graph is compiled.
 */
export interface Tensor {
  readonly shape: Shape;
  readonly type: ElementType;
  readonly source: Source;
  /** How a gradient flows from this tensor back to what it was computed from; absent where none flows. */
  readonly derivation?: Derivation | undefined;
}

/** Where a tensor's values come from. */
export type Source =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly data: TensorData }
  | { readonly kind: "node"; readonly node: Node; readonly output: number };

/** One ONNX node. Its inputs may hold `null` where ONNX leaves an optional input out. */
export interface Node {
  readonly operator: string;
  /** ONNX operator domain; empty for the standard one. */
  readonly domain: string;
  readonly inputs: readonly (Tensor | null)[];
  readonly attributes: Attributes;
  readonly outputs: readonly { readonly shape: Shape; readonly type: ElementType }[];
  /**
   * For a node that ONNX has no single operator for, or where the fastest formulation depends on the target:
   * the tensors that compute its outputs. Called once while compiling.
   */
  readonly lower?: ((target: Target) => readonly Tensor[]) | undefined;
}

/**
 * What a graph is compiled for. `portable` uses standard operators that run everywhere; the other form uses kernels that
 * only ONNX Runtime's CPU provider has, on channels in blocks of that many (see cpu/).
 */
export type Target = "portable" | { readonly channelBlock: number };

export type Attribute = number | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] };
/** Attributes of a node. A bare number is an integer, as most of ONNX's are; floats are wrapped. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** The rule of one differentiable operation: from ∂loss/∂outputs to ∂loss/∂inputs. */
export interface Derivation {
  readonly operator: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Source[];
  /**
   * @param outputGradients one entry an output; undefined where the loss does not depend on it
   * @param wanted whether the gradient of input i is asked for; what is not wanted need not be built
   * @returns one entry an input; undefined where no gradient flows
   */
  readonly backward: (outputGradients: readonly (Tensor | undefined)[], wanted: readonly boolean[]) => readonly (Tensor | undefined)[];
}

/** A value that the caller feeds: data, a parameter, a learning rate. Names are unique within a graph. */
export function input(name: string, shape: Shape, type: ElementType = "float32"): Tensor {
  checkShape(shape, `input "${name}"`);
  return { shape, type, source: { kind: "input", name } };
}

/** A value fixed in the graph. */
export function constant(data: TensorData, shape: Shape, type: ElementType = "float32"): Tensor {
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(`constant: ${data.length} values do not fill the shape ${formatShape(shape)}.`);
  }
  return { shape, type, source: { kind: "constant", data } };
}

/** A float32 scalar fixed in the graph. */
export function scalar(value: number): Tensor {
  return constant(Float32Array.of(value), []);
}

/** A float32 tensor with the same value everywhere. */
export function filled(value: number, shape: Shape): Tensor {
  return constant((allocate("float32", sizeOf(shape)) as Float32Array).fill(value), shape);
}

/** A vector of int64, as ONNX wants axes, shapes and pads. */
export function integers(values: readonly number[]): Tensor {
  return constant(BigInt64Array.from(values, (value) => BigInt(value)), [values.length], "int64");
}

/** Accepts a plain number wherever an operator takes a tensor. */
export function asTensor(value: Tensor | number): Tensor {
  return typeof value === "number" ? scalar(value) : value;
}
