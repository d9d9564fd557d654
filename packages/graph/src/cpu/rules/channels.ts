import { multiply } from "../../primitives/elementwise.js";
import { sum } from "../../primitives/reduction.js";
import type { Node, Tensor } from "../../tensor.js";
import { blockedAffine, type BlockedConvolutionOptions, blockedDotPerImage, blockedMeanPerImage, placesOf } from "../blocked.js";
import type { Form, Lowering, Rule } from "./rule.js";

/** scale·x + shift (+ addend) as a depthwise 1×1 convolution. */
function affineRule(node: Node, at: Lowering): Form[] | undefined {
  const [x] = node.inputs as readonly Tensor[];
  return x && at.isBlocked(x) ? [{ blocked: affine(node, at, {}) }] : undefined;
}

function affine(node: Node, at: Lowering, more: Pick<BlockedConvolutionOptions, "activation">): Tensor {
  const [x, scale, shift, addend] = node.inputs as readonly [Tensor, Tensor, Tensor, Tensor?];
  return blockedAffine(at.blocked(x), at.plain(scale), at.plain(shift), { ...more, ...(addend ? { addend: at.blocked(addend) } : {}) });
}

/** A rectifier of an affine map in one kernel; the map alone is not computed unless something else wants it. */
export function fusedActivation(node: Node, x: Tensor, at: Lowering): Tensor | undefined {
  if (x.source.kind !== "node" || x.source.node.operator !== "ChannelAffine") return undefined;
  if (node.operator === "Relu") return affine(x.source.node, at, { activation: "Relu" });
  if (node.operator !== "Clip") return undefined;
  const [low, high] = node.inputs.slice(1).map((bound) => (bound?.source.kind === "constant" ? Number(bound.source.data[0]) : undefined));
  return low === undefined || high === undefined ? undefined : affine(x.source.node, at, { activation: { clip: [low, high] } });
}

function dotRule(node: Node, at: Lowering): Form[] | undefined {
  const [a, b] = node.inputs as readonly [Tensor, Tensor];
  if (!at.canBlock(a) || !(at.isBlocked(a) || at.isBlocked(b))) return undefined;
  return [{ plain: sum(blockedDotPerImage(at.blocked(a), at.blocked(b)), { axes: [0] }) }];
}

function sumRule(node: Node, at: Lowering): Form[] | undefined {
  const [x] = node.inputs as readonly [Tensor];
  if (!at.isBlocked(x)) return undefined;
  return [{ plain: multiply(sum(blockedMeanPerImage(at.blocked(x)), { axes: [0] }), placesOf(x.shape)) }];
}

export const channelRules: Readonly<Record<string, Rule>> = { ChannelAffine: affineRule, ChannelDot: dotRule, ChannelSum: sumRule };
