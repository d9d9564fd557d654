import type { Shape } from "../../shape.js";
import type { Need } from "./image.js";
import type { Operation } from "./operation.js";
import type { Planner } from "./planner.js";

/** What the plan knows of one ONNX operator. */
export interface Operator {
  /** The shape of the result, from the operands. `output` has no shape yet. */
  shape(operation: Operation): Shape;
  /** What the operator wants around its first operand, where it reads that as an image. */
  need?(operation: Operation): Need;
  /** Adds the steps that compute the result, and says where it lies. */
  lower(operation: Operation, planner: Planner): void;
}
