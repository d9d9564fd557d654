import { normalizeAxis } from "../../../shape.js";
import { integer } from "../attributes.js";
import { clear } from "../move-elements.js";
import { operandOf, unsupported } from "../operation.js";
import type { Operator } from "../operator.js";
import { loopsOver } from "../view.js";

export const softmax: Operator = {
  shape: (operation) => operandOf(operation, 0).shape,
  lower(operation, planner) {
    const x = planner.view(operandOf(operation, 0));
    const result = planner.resultFor(operation.output);
    const axis = normalizeAxis(integer(operation.attributes, "axis", -1), x.shape.length, "softmax");
    if ((result.lanes ?? 0) > (result.shape[1] ?? 0)) clear(planner, result);
    const others = loopsOver([result, x], x.shape.map((size, at) => (at === axis ? 1 : size)));
    if (others.length > 2) unsupported(operation, `goes over axis ${axis} of ${x.shape.length}, between others`);
    const [outer, inner] = [...Array.from({ length: 2 - others.length }, () => ({ count: 1, steps: [0, 0] })), ...others];
    planner.emit("softmax", {
      dst: result.start,
      dstOuter: outer.steps[0],
      dstInner: inner.steps[0],
      dstStep: result.strides[axis],
      a: x.start,
      aOuter: outer.steps[1],
      aInner: inner.steps[1],
      aStep: x.strides[axis],
      outer: outer.count,
      inner: inner.count,
      count: x.shape[axis],
    });
    planner.define(operation.output, result);
  },
};
