import type { Shape } from "../../shape.js";
import type { Attributes } from "../../tensor.js";
import { ProviderError } from "../../runtime/provider.js";

/** A tensor that is known before anything runs. Integers are whole numbers in a plain array. */
export interface Constant {
  readonly shape: Shape;
  readonly values: Float32Array | readonly number[];
  /** How the values lie in the file, where that is in 8 bits around 0. */
  readonly stored?: StoredValues | undefined;
}

/** Weights in 8 bits: a value is its whole number times the scale of its channel. */
export interface StoredValues {
  readonly wholes: Int8Array;
  readonly scales: Float32Array;
  /** The axis of the channels; −1 where all have one scale. */
  readonly axis: number;
}

/** A float32 tensor that each run computes. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
}

export type Operand = Constant | Value;

export const isConstant = (operand: Operand | undefined): operand is Constant => operand !== undefined && "values" in operand;

/** What is done to the sums of a convolution before they are stored. */
export interface Epilogue {
  readonly activation?: "relu" | Float32Array | undefined;
  /** Added to the result: see `residualFirst`. */
  readonly residual?: Value | undefined;
  /** The residual is added before the activation instead of after it. */
  readonly residualFirst?: boolean | undefined;
}

/** One ONNX operator with its operands; undefined stands for an optional input that is left out. */
export interface Operation {
  readonly operator: string;
  readonly inputs: readonly (Operand | undefined)[];
  readonly attributes: Attributes;
  readonly output: Value;
  readonly epilogue?: Epilogue | undefined;
}

/** Raised for a graph that asks for what the kernels do not compute. ONNX Runtime may run it. */
export class UnsupportedOperatorError extends ProviderError {
  constructor(
    /** ONNX's name of the operator. */
    readonly operator: string,
    reason: string,
  ) {
    super(`The provider "simd" does not run this graph: ${operator}${reason}. ONNX Runtime may: choose "cpu" or "wasm".`);
  }
}

/** Throws that an operator's case is not computed. */
export function unsupported({ operator, output }: Pick<Operation, "operator" | "output">, reason: string): never {
  throw new UnsupportedOperatorError(operator, ` (which makes "${output.name}") ${reason}`);
}

/** The operand at a place, which must be there. */
export function operandOf(operation: Pick<Operation, "operator" | "output" | "inputs">, index: number): Operand {
  return operation.inputs[index] ?? unsupported(operation, `has no input ${index}`);
}

/** The constant at a place; undefined where the input is left out. */
export function constantOf(operation: Operation, index: number): Constant | undefined {
  const operand = operation.inputs[index];
  if (operand !== undefined && !isConstant(operand)) unsupported(operation, `computes its input ${index} in the run`);
  return operand;
}

/** The numbers of a constant that must be there. */
export function numbersOf(operation: Operation, index: number): readonly number[] {
  return [...(constantOf(operation, index) ?? unsupported(operation, `has no input ${index}`)).values];
}

/** The floats of a constant that must be there. */
export function floatsOf(operation: Operation, index: number): Float32Array {
  const { values } = constantOf(operation, index) ?? unsupported(operation, `has no input ${index}`);
  return values instanceof Float32Array ? values : unsupported(operation, `has integers as input ${index}`);
}

/** Weights, in 8 bits where they are stored so and their scales are those of the result's channels, along an axis. */
export function weightsOf(operation: Operation, axis: number): Constant {
  const constant = constantOf(operation, 1);
  if (constant?.stored !== undefined && [-1, axis].includes(constant.stored.axis)) return constant;
  return { shape: constant?.shape ?? [], values: floatsOf(operation, 1) };
}
