import type { ElementType } from "../element-type.js";
import type { Shape } from "../shape.js";
import type { Attributes } from "../tensor.js";

/** The part of an ONNX model file that graphs use: one graph of float32 and integer tensors with metadata. */
export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Operator set version by domain; the standard domain is "". */
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  /** Names of values; "" where an optional input is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** Little-endian elements. */
  readonly bytes: Uint8Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** Names of the axes whose size is chosen when the graph runs, by axis; a file that is read has 0 in `shape` there. */
  readonly free?: Readonly<Record<number, string>> | undefined;
}

/** Raised for bytes that are not an ONNX model, or one that uses what this reader does not know. */
export class OnnxError extends Error {
  override readonly name: string = "OnnxError";
}
