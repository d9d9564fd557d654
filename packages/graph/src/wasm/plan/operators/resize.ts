import { float, integer, integers, word } from "../attributes.js";
import { constantOf, operandOf, type Operation, unsupported } from "../operation.js";
import { imageView, plainNeed } from "../image.js";
import { clear } from "../move-elements.js";
import type { Operator } from "../operator.js";
import { after } from "../view.js";

/** `Resize` (and `Upsample`) of rows and columns, linear or to the nearest. */
export const resize: Operator = {
  shape(operation) {
    const { shape } = operandOf(operation, 0);
    const sizes = constantOf(operation, 3)?.values;
    const scales = constantOf(operation, operation.operator === "Upsample" ? 1 : 2)?.values;
    const axes = integers(operation.attributes, "axes", shape.map((_, axis) => axis));
    const wanted = sizes !== undefined && sizes.length > 0 ? shape.map((size, axis) => (axes.includes(axis) ? sizes[axes.indexOf(axis)] : size)) : shape.map((size, axis) => Math.floor(size * (scales?.[axis] ?? unsupported(operation, "is given neither sizes nor scales"))));
    if (shape.length !== 4 || wanted[0] !== shape[0] || wanted[1] !== shape[1]) unsupported(operation, "changes more than rows and columns");
    return wanted;
  },
  need: () => plainNeed,
  lower(operation, planner) {
    const x = planner.image(operandOf(operation, 0), plainNeed);
    const y = planner.imageFor(operation.output);
    const scales = constantOf(operation, operation.operator === "Upsample" ? 1 : 2)?.values;
    const rows = planner.words(table(operation, x.height, y.height, x.row, scales?.[2]));
    const columns = planner.words(table(operation, x.width, y.width, x.pixel, scales?.[3]));
    const width = x.lanes === y.lanes && y.lanes % 4 === 0 ? 4 : 1;
    if (width === 1 && y.lanes > 1) clear(planner, imageView(y, 4));
    for (let image = 0; image < x.count; image += 1) {
      planner.emit(`resize${width}`, {
        src: after(x.start, image * x.picture),
        dst: after(y.start, image * y.picture),
        height: y.height,
        width: y.width,
        vectors: width === 4 ? y.lanes / 4 : 1,
        rows,
        columns,
        dstPixel: y.pixel,
        dstRow: y.row,
      });
    }
    planner.define(operation.output, y);
  },
};

/** For each place of the result: how many bytes in its two neighbours lie, and the weight of the second one. */
function table(operation: Operation, size: number, length: number, step: number, scale: number | undefined): Int32Array {
  const words = new Int32Array(length * 3);
  const weights = new Float32Array(words.buffer);
  const ratio = scale === undefined ? size / length : 1 / scale;
  for (let index = 0; index < length; index += 1) {
    const place = placeOf(operation, index, size, length, ratio);
    const low = Math.floor(place);
    words[index * 3] = low * step;
    words[index * 3 + 1] = Math.min(size - 1, low + 1) * step;
    weights[index * 3 + 2] = place - low;
  }
  return words;
}

/** Where in x a place of the result is looked up, within x. */
function placeOf(operation: Operation, index: number, size: number, length: number, ratio: number): number {
  const { attributes, operator } = operation;
  const mode = word(attributes, "mode", "nearest");
  const transformation = operator === "Upsample" ? "asymmetric" : word(attributes, "coordinate_transformation_mode", "half_pixel");
  const place = (places[transformation] ?? unsupported(operation, `finds its places by ${transformation}`))(index, size, length, ratio);
  if (integer(attributes, "antialias", 0) !== 0 || float(attributes, "extrapolation_value", 0) !== 0) unsupported(operation, "smooths or extrapolates");
  const limited = Math.min(size - 1, Math.max(0, place));
  if (mode === "linear") return limited;
  if (mode !== "nearest") unsupported(operation, `interpolates by ${mode}`);
  const rounding = operator === "Upsample" ? "floor" : word(attributes, "nearest_mode", "round_prefer_floor");
  const round = roundings[rounding] ?? unsupported(operation, `rounds by ${rounding}`);
  return Math.min(size - 1, Math.max(0, round(place)));
}

const places: Readonly<Record<string, (index: number, size: number, length: number, ratio: number) => number>> = {
  half_pixel: (index, _size, _length, ratio) => (index + 0.5) * ratio - 0.5,
  pytorch_half_pixel: (index, _size, length, ratio) => (length > 1 ? (index + 0.5) * ratio - 0.5 : 0),
  asymmetric: (index, _size, _length, ratio) => index * ratio,
  align_corners: (index, size, length) => (length > 1 ? (index * (size - 1)) / (length - 1) : 0),
};

const roundings: Readonly<Record<string, (place: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
};
