/**
 * Networks over symbolic tensors, their gradients and their compilation: `@fmpn/graph`. What they are written with lies in
 * `@fmpn/graph/operators`; `/training`, `/checkpoints`, `/onnx` and `/inference` do the rest.
 */
export { compile, type CompileOptions, type Program } from "./compile.js";
export type { ElementType, TensorData } from "./element-type.js";
export { gradient } from "./gradient.js";
export type { Initializer } from "./initializers/initializer.js";
export * as layers from "./layers/index.js";
export { initialize, type State } from "./layers/initialize.js";
export { type Buffer, createNetwork, inLayer, type Mask, type Network, type Parameter, parameterCount, type Scope } from "./layers/scope.js";
export { stopGradient } from "./node.js";
export { createRandom, type Random } from "./random/random.js";
export { formatShape, sameShape, type Shape, ShapeError, sizeOf } from "./shape.js";
export { type Attribute, type Attributes, constant, type Derivation, filled, input, type Node, scalar, type Source, type Target, type Tensor } from "./tensor.js";
