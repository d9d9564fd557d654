import type { Node } from "../../tensor.js";

/** A convolution node's attributes. */
export interface NodeGeometry {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Before and after are alike. */
  readonly padding: readonly [number, number];
  readonly groups: number;
}

export function geometryOf({ attributes }: Node): NodeGeometry {
  const pair = (name: string): readonly [number, number] => {
    const [vertical = 1, horizontal = 1] = attributes[name] as readonly number[];
    return [vertical, horizontal];
  };
  return {
    kernel: pair("kernel_shape"),
    stride: pair("strides"),
    dilation: pair("dilations"),
    padding: pair("pads"),
    groups: attributes.group as number,
  };
}

/** [top, left, bottom, right] of padding that is alike on both sides. */
export function fourSides([vertical, horizontal]: readonly [number, number]): [number, number, number, number] {
  return [vertical, horizontal, vertical, horizontal];
}

export const isOne = ([a, b]: readonly [number, number]): boolean => a === 1 && b === 1;
