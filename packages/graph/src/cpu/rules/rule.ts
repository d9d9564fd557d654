import type { Node, Tensor } from "../../tensor.js";

/** A value in one or both orders of memory; the other is made when asked for. */
export interface Form {
  plain?: Tensor;
  blocked?: Tensor;
}

/** What a rule sees of the graph while it replaces a node. */
export interface Lowering {
  /** Channels in a block. */
  readonly block: number;
  /** The value in plain order, converted if need be. */
  plain(value: Tensor): Tensor;
  /** The value in blocked order, converted if need be; its shape must allow it. */
  blocked(value: Tensor): Tensor;
  /** Whether the value is at hand in blocked order. */
  isBlocked(value: Tensor): boolean;
  /** Whether values of this one's shape have a blocked order. */
  canBlock(value: Tensor): boolean;
  /** Makes a tensor once for an owner (another tensor's source, or this object for constants) and a key. */
  once(owner: object, key: string, make: () => Tensor): Tensor;
}

/** How to compute a node on the CPU: its outputs in either order, or undefined to leave it to the default. */
export type Rule = (node: Node, at: Lowering) => readonly Form[] | undefined;
