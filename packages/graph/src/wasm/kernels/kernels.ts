import { encodeModule, type WasmFunction } from "../assembler/module.js";
import { binaryParameters, elementwiseKernel, unaryParameters } from "./elementwise.js";
import { fillKernel, fillParameters } from "./fill.js";
import { binaryLanes, unaryLanes } from "./lanes.js";
import { quantizeKernel, quantizeParameters } from "./quantize.js";
import { resizeKernel, resizeParameters } from "./resize.js";
import { softmaxKernel, softmaxParameters } from "./softmax.js";
import { type Combine, type KernelStyle, slidingPixels, windowKernel, windowParameters } from "./window.js";

export type UnaryName = keyof typeof unaryLanes;
export type BinaryName = keyof typeof binaryLanes;
/** A kernel that works on four channels, and its sister for one. */
export type Width = 4 | 1;
export type Channels = 8 | 4;
export type KernelName =
  | `${Combine}${Channels}`
  | `${UnaryName | BinaryName | "resize"}${Width}`
  | "softmax"
  | "quantize"
  | "fill";

/** The names of each kernel's parameters, in the order in which it takes them. */
export function parametersOf(kernel: KernelName): readonly string[] {
  return (allParameters as Readonly<Record<string, readonly string[]>>)[kernel] ?? [];
}

const everyWidth = <const P extends readonly string[]>(names: readonly string[], parameters: P): Record<string, P> =>
  Object.fromEntries(names.flatMap((name) => [[`${name}4`, parameters], [`${name}1`, parameters]]));

const combines: readonly Combine[] = ["dense", "integer", "channelwise", "sliding", "striding", "greatest"];

const allParameters = {
  ...Object.fromEntries(combines.flatMap((name) => [8, 4].map((channels) => [`${name}${channels}`, windowParameters]))),
  ...everyWidth(Object.keys(unaryLanes), unaryParameters),
  ...everyWidth(Object.keys(binaryLanes), binaryParameters),
  ...everyWidth(["resize"], resizeParameters),
  softmax: softmaxParameters,
  quantize: quantizeParameters,
  fill: fillParameters,
};

/**
 * Writes the module of all kernels. Tiles are as large as their sums, one row of weights and a value fit the 16 vector
 * registers of x86; the instruction that multiplies and adds needs no register between.
 */
export function writeKernels(style: KernelStyle): Uint8Array<ArrayBuffer> {
  const functions: Record<KernelName, WasmFunction> = {
    ...windows(style, "dense", { 8: style.relaxed ? 6 : 4, 4: style.spread ? 6 : 8 }),
    ...windows(style, "integer", { 8: 4, 4: style.spread ? 6 : 8 }),
    ...windows(style, "channelwise", { 8: 6, 4: 8 }),
    ...windows(style, "sliding", slidingPixels),
    ...windows(style, "striding", slidingPixels),
    ...windows(style, "greatest", { 8: 6, 4: 8 }),
    ...(elementwise(unaryLanes, ["a"]) as Record<`${UnaryName}${Width}`, WasmFunction>),
    ...(elementwise(binaryLanes, ["a", "b"]) as Record<`${BinaryName}${Width}`, WasmFunction>),
    resize4: resizeKernel(4),
    resize1: resizeKernel(1),
    softmax: softmaxKernel(),
    quantize: quantizeKernel(),
    fill: fillKernel(),
  };
  return encodeModule(functions);
}

function windows<Name extends Combine>(style: KernelStyle, combine: Name, pixels: Readonly<Record<Channels, number>>): Record<`${Name}${Channels}`, WasmFunction> {
  const tiles = ([8, 4] as const).map((channels) => [`${combine}${channels}`, windowKernel({ ...style, combine, channels, pixels: pixels[channels] })]);
  return Object.fromEntries(tiles) as Record<`${Name}${Channels}`, WasmFunction>;
}

function elementwise(lanes: typeof unaryLanes | typeof binaryLanes, operands: readonly ("a" | "b")[]): Record<string, WasmFunction> {
  return Object.fromEntries(
    Object.entries(lanes).flatMap(([name, ofLanes]) => ([4, 1] as const).map((width) => [`${name}${width}`, elementwiseKernel(ofLanes, operands, width)])),
  );
}
