import { reshape } from "../../primitives/layout.js";
import { concatenate } from "../../primitives/layout.js";
import type { Node, Tensor } from "../../tensor.js";
import { blockedMeanPerImage } from "../blocked.js";
import type { Form, Lowering, Rule } from "./rule.js";

/** Channels joined: whole blocks lie one behind the other in blocked memory too. */
export function concatenationRule(node: Node, at: Lowering): Form[] | undefined {
  const parts = node.inputs as readonly Tensor[];
  if (node.attributes.axis !== 1 || !parts.every((part) => at.canBlock(part)) || !parts.some((part) => at.isBlocked(part))) return undefined;
  return [{ blocked: concatenate(parts.map((part) => at.blocked(part)), 1) }];
}

/** A mean over H and W of a blocked tensor. */
function globalMeanRule(node: Node, at: Lowering): Form[] | undefined {
  const [x, axes] = node.inputs as readonly [Tensor, Tensor];
  const [output] = node.outputs;
  if (output === undefined || !at.isBlocked(x) || axes.source.kind !== "constant") return undefined;
  if (Array.from(axes.source.data, Number).join() !== "2,3") return undefined;
  return [{ plain: reshape(blockedMeanPerImage(at.blocked(x)), output.shape) }];
}

export const poolRules: Readonly<Record<string, Rule>> = { ReduceMean: globalMeanRule };
