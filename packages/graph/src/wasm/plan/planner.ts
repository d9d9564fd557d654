import { sizeOf } from "../../shape.js";
import { type KernelName, parametersOf } from "../kernels/kernels.js";
import { borderRuns, both, halved, type Image, imageView, layOut, type Need, plainNeed, satisfies } from "./image.js";
import { moveElements } from "./move-elements.js";
import { type Constant, isConstant, type Operand, type Value } from "./operation.js";
import { type Address, type Block, denseStrides, type View } from "./view.js";

/** What a kernel is called with: numbers, and places that are known when memory is laid out. */
export type Argument = number | Address;

export interface Step {
  readonly kernel: KernelName;
  /** In the order of the kernel's parameters. */
  readonly values: readonly Argument[];
}

/** Where values lie, and the steps that compute them; operators add to both. */
export interface Planner {
  readonly steps: readonly Step[];
  /** A value or constant as a tensor in memory. */
  view(operand: Operand): View;
  /** The same as an image with what is needed around it: where it does not lie so, it is copied. */
  image(operand: Operand, need: Need): Image;
  /** A new image for a value: with the border that its readers need, which is filled once the value is computed. */
  imageFor(value: Value): Image;
  /** A new tensor for a value: an image where it has two or four axes, else in row-major order. */
  resultFor(value: Value): View;
  /** Says where a value lies, when its steps are done. */
  define(value: Value, place: View | Image): void;
  /** A new tensor in row-major order for what is only needed meanwhile. */
  scratch(shape: readonly number[]): View;
  /** Whether weights in 8 bits may be multiplied as whole numbers. */
  readonly wholeNumbers: boolean;
  /** An image in whole numbers of 16 bits from −limit to limit, and where it stands what 1 of them is worth. */
  inWholes(image: Image, limit: number): { readonly image: Image; readonly step: Address };
  /** Numbers that the steps read. */
  words(values: Float32Array | Int32Array): Address;
  /** Weights in the order in which a kernel reads them, made once for each way to lay them out. */
  packed(weights: object, order: string, make: () => Float32Array | Int16Array): Address;
  emit(kernel: KernelName, values: Readonly<Record<string, Argument>>): void;
}

/** What the plans of a session share. */
export interface PackedWeights {
  /** Whether weights in 8 bits may be multiplied as whole numbers. */
  readonly wholeNumbers: boolean;
  /** Weights that were laid out before, by the constant that they come from. */
  readonly blocks: WeakMap<object, Map<string, Block>>;
}

/** @param needs what the readers of each value want around it, by the value's name */
export function createPlanner(needs: ReadonlyMap<string, Need>, { wholeNumbers, blocks }: PackedWeights): Planner {
  const steps: Step[] = [];
  const views = new Map<string, View>();
  const images = new Map<string, Image[]>();
  const words = new Map<string, Address>();
  const constants = new WeakMap<Constant, View>();
  const wholes = new Map<Block, Map<number, { image: Image; step: Address }>>();

  const fillBorder = (image: Image): void => {
    for (const run of borderRuns(image)) planner.emit("fill", { ...run, value: floatBits(image.fill) });
  };
  const needOf = (value: Value): Need => needs.get(value.name) ?? plainNeed;

  const planner: Planner = {
    steps,
    wholeNumbers,
    view(operand) {
      if (!isConstant(operand)) return views.get(operand.name) ?? raise(`The value "${operand.name}" is read before it is computed.`);
      const known = constants.get(operand) ?? constantView(operand, planner);
      constants.set(operand, known);
      return known;
    },
    image(operand, need) {
      const known = isConstant(operand) ? [] : (images.get(operand.name) ?? []);
      const fitting = known.find((image) => satisfies(image, need));
      if (fitting !== undefined) return fitting;
      const from = planner.view(operand);
      const wanted = isConstant(operand) ? need : both(need, needOf(operand));
      const image = layOut(from.shape, wanted);
      moveElements(planner, from, imageView(image, from.shape.length === 4 ? 4 : 2));
      fillBorder(image);
      if (!isConstant(operand)) images.set(operand.name, [...known, image]);
      return image;
    },
    imageFor: (value) => layOut(value.shape, needOf(value)),
    resultFor(value) {
      if (value.shape.length !== 4 && value.shape.length !== 2) return planner.scratch(value.shape);
      const image = planner.imageFor(value);
      images.set(value.name, [image]);
      return imageView(image, value.shape.length);
    },
    define(value, place) {
      const own = "pixel" in place ? place : images.get(value.name)?.[0];
      if (own !== undefined) {
        images.set(value.name, [own]);
        fillBorder(own);
      }
      views.set(value.name, "pixel" in place ? imageView(place, value.shape.length === 4 ? 4 : 2) : place);
    },
    scratch: (shape) => ({ start: { block: { bytes: sizeOf(shape) * 4 }, offset: 0 }, shape, strides: denseStrides(shape) }),
    inWholes(image, limit) {
      const known = wholes.get(image.block)?.get(limit);
      const made = known ?? { image: halved(image), step: { block: { bytes: 16 }, offset: 0 } };
      if (known === undefined) {
        wholes.set(image.block, (wholes.get(image.block) ?? new Map<number, typeof made>()).set(limit, made));
        const vectors = (image.count * image.picture) / 16;
        planner.emit("quantize", { src: { block: image.block, offset: 0 }, dst: { block: made.image.block, offset: 0 }, vectors, limit: planner.words(Float32Array.of(limit)), step: made.step });
      }
      return made;
    },
    words(values) {
      // Tables of offsets recur from layer to layer.
      const key = values instanceof Int32Array && values.length <= 256 ? values.join(",") : undefined;
      const known = (key === undefined ? undefined : words.get(key)) ?? { block: blockOf(values), offset: 0 };
      if (key !== undefined) words.set(key, known);
      return known;
    },
    packed(weights, order, make) {
      const orders = blocks.get(weights) ?? new Map<string, Block>();
      blocks.set(weights, orders);
      const block = orders.get(order) ?? blockOf(make(), true);
      orders.set(order, block);
      return { block, offset: 0 };
    },
    emit(kernel, values) {
      const ordered = parametersOf(kernel).map((name) => values[name] ?? raise(`The kernel ${kernel} is not given its ${name}.`));
      steps.push({ kernel, values: ordered });
    },
  };
  return planner;
}

/** A constant as a tensor: one number that is everywhere lies once. */
function constantView({ shape, values }: Constant, planner: Planner): View {
  const [first = 0] = values;
  const uniform = values.every((value) => value === first);
  const floats = uniform ? Float32Array.of(first) : values instanceof Float32Array ? values : Float32Array.from(values);
  return { start: planner.words(floats), shape, strides: uniform ? shape.map(() => 0) : denseStrides(shape), lanes: shape.length === 4 && sizeOf(shape) === shape[1] ? Number.POSITIVE_INFINITY : undefined };
}

/** Zeros fill the last vector. */
function blockOf(values: Float32Array | Int32Array | Int16Array, shared = false): Block {
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { bytes: Math.ceil(data.length / 16) * 16, known: { shared, data } };
}

export const floatBits = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0];

function raise(message: string): never {
  throw new Error(message);
}
