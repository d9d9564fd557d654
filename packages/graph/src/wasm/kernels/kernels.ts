import { encodeModule, type WasmFunction } from "../assembler/module.js";
import { binaryParameters, elementwiseKernel, unaryParameters } from "./elementwise.js";
import { fillKernel, fillParameters } from "./fill.js";
import { binaryLanes, unaryLanes } from "./lanes.js";
import { resizeKernel, resizeParameters } from "./resize.js";
import { softmaxKernel, softmaxParameters } from "./softmax.js";
import { type KernelStyle, windowKernel, windowParameters } from "./window.js";

export type UnaryName = keyof typeof unaryLanes;
export type BinaryName = keyof typeof binaryLanes;
/** A kernel that works on four channels, and its sister for one. */
export type Width = 4 | 1;
export type Channels = 8 | 4;
export type KernelName =
  | `${"dense" | "channelwise" | "greatest"}${Channels}`
  | `${UnaryName | BinaryName | "resize"}${Width}`
  | "softmax"
  | "fill";

/** The names of each kernel's parameters, in the order in which it takes them. */
export function parametersOf(kernel: KernelName): readonly string[] {
  return (allParameters as Readonly<Record<string, readonly string[]>>)[kernel] ?? [];
}

const everyWidth = <const P extends readonly string[]>(names: readonly string[], parameters: P): Record<string, P> =>
  Object.fromEntries(names.flatMap((name) => [[`${name}4`, parameters], [`${name}1`, parameters]]));

const allParameters = {
  ...Object.fromEntries(["dense", "channelwise", "greatest"].flatMap((name) => [8, 4].map((channels) => [`${name}${channels}`, windowParameters]))),
  ...everyWidth(Object.keys(unaryLanes), unaryParameters),
  ...everyWidth(Object.keys(binaryLanes), binaryParameters),
  ...everyWidth(["resize"], resizeParameters),
  softmax: softmaxParameters,
  fill: fillParameters,
};

/**
 * Writes the module of all kernels. Tiles are as large as their sums, one row of weights and a value fit the 16 vector
 * registers of x86; the instruction that multiplies and adds needs no register between.
 */
export function writeKernels(style: KernelStyle): Uint8Array<ArrayBuffer> {
  const functions: Record<KernelName, WasmFunction> = {
    dense8: windowKernel({ ...style, combine: "dense", channels: 8, pixels: style.relaxed ? 6 : 4 }),
    dense4: windowKernel({ ...style, combine: "dense", channels: 4, pixels: style.spread ? 6 : 8 }),
    channelwise8: windowKernel({ ...style, combine: "channelwise", channels: 8, pixels: 6 }),
    channelwise4: windowKernel({ ...style, combine: "channelwise", channels: 4, pixels: 8 }),
    greatest8: windowKernel({ ...style, combine: "greatest", channels: 8, pixels: 6 }),
    greatest4: windowKernel({ ...style, combine: "greatest", channels: 4, pixels: 8 }),
    ...(elementwise(unaryLanes, ["a"]) as Record<`${UnaryName}${Width}`, WasmFunction>),
    ...(elementwise(binaryLanes, ["a", "b"]) as Record<`${BinaryName}${Width}`, WasmFunction>),
    resize4: resizeKernel(4),
    resize1: resizeKernel(1),
    softmax: softmaxKernel(),
    fill: fillKernel(),
  };
  return encodeModule(functions);
}

function elementwise(lanes: typeof unaryLanes | typeof binaryLanes, operands: readonly ("a" | "b")[]): Record<string, WasmFunction> {
  return Object.fromEntries(
    Object.entries(lanes).flatMap(([name, ofLanes]) => ([4, 1] as const).map((width) => [`${name}${width}`, elementwiseKernel(ofLanes, operands, width)])),
  );
}
