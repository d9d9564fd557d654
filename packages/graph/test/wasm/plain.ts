/** Operators by their definition, in plain JavaScript on N×C×H×W: what the kernels are compared with. */
import { sizeOf } from "@fmpn/graph";

export interface Plain {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

type Pair = readonly [number, number];

export interface Window {
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
  readonly groups: number;
}

const at = ({ shape, data }: Plain, n: number, c: number, y: number, x: number): number | undefined =>
  y < 0 || x < 0 || y >= shape[2] || x >= shape[3] ? undefined : data[((n * shape[1] + c) * shape[2] + y) * shape[3] + x];

export function make(shape: readonly number[], value: (...place: number[]) => number): Plain {
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, index) => {
    const place = shape.map(() => 0);
    for (let axis = shape.length - 1, rest = index; axis >= 0; axis -= 1) {
      place[axis] = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return value(...place);
  });
  return { shape, data };
}

export const windowSize = (size: number, kernel: number, stride: number, dilation: number, before: number, after: number): number =>
  Math.floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1;

export function convolution(x: Plain, w: Plain, bias: Plain, { stride, dilation, pads, groups }: Window): Plain {
  const [count, , height, width] = x.shape;
  const [outputs, inputs, kh, kw] = w.shape;
  const size = [windowSize(height, kh, stride[0], dilation[0], pads[0], pads[2]), windowSize(width, kw, stride[1], dilation[1], pads[1], pads[3])];
  return make([count, outputs, ...size], (n, o, y, column) => {
    const first = Math.floor(o / (outputs / groups)) * inputs;
    let sum = bias.data[o];
    for (let i = 0; i < inputs; i += 1)
      for (let u = 0; u < kh; u += 1)
        for (let v = 0; v < kw; v += 1)
          sum += (at(x, n, first + i, y * stride[0] - pads[0] + u * dilation[0], column * stride[1] - pads[1] + v * dilation[1]) ?? 0) * (at(w, o, i, u, v) ?? 0);
    return sum;
  });
}

/** Each value of x adds its weights to the places that it reaches. */
export function transposedConvolution(x: Plain, w: Plain, bias: Plain, { stride, dilation, pads, groups }: Window, added: Pair): Plain {
  const [count, channels, height, width] = x.shape;
  const [, ofGroup, kh, kw] = w.shape;
  const size = [
    (height - 1) * stride[0] - pads[0] - pads[2] + dilation[0] * (kh - 1) + added[0] + 1,
    (width - 1) * stride[1] - pads[1] - pads[3] + dilation[1] * (kw - 1) + added[1] + 1,
  ];
  const result = make([count, ofGroup * groups, ...size], (_, o) => bias.data[o]);
  for (let n = 0; n < count; n += 1)
    for (let i = 0; i < channels; i += 1)
      for (let o = 0; o < ofGroup; o += 1)
        for (let y = 0; y < height; y += 1)
          for (let column = 0; column < width; column += 1)
            for (let u = 0; u < kh; u += 1)
              for (let v = 0; v < kw; v += 1) {
                const [down, right] = [y * stride[0] - pads[0] + u * dilation[0], column * stride[1] - pads[1] + v * dilation[1]];
                if (down < 0 || right < 0 || down >= size[0] || right >= size[1]) continue;
                const output = Math.floor(i / (channels / groups)) * ofGroup + o;
                result.data[((n * ofGroup * groups + output) * size[0] + down) * size[1] + right] += (at(x, n, i, y, column) ?? 0) * (at(w, i, o, u, v) ?? 0);
              }
  return result;
}

/** @param combine what a window's values, undefined outside of the image, come to */
export function pooling(x: Plain, kernel: Pair, { stride, pads }: Window, combine: (values: readonly (number | undefined)[]) => number): Plain {
  const [count, channels, height, width] = x.shape;
  const size = [windowSize(height, kernel[0], stride[0], 1, pads[0], pads[2]), windowSize(width, kernel[1], stride[1], 1, pads[1], pads[3])];
  return make([count, channels, ...size], (n, c, y, column) =>
    combine(Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => at(x, n, c, y * stride[0] - pads[0] + Math.floor(tap / kernel[1]), column * stride[1] - pads[1] + (tap % kernel[1])))),
  );
}

export function resize(x: Plain, [rows, columns]: Pair, mode: "linear" | "nearest"): Plain {
  const [count, channels, height, width] = x.shape;
  const neighbours = (index: number, size: number, length: number): [number, number, number] => {
    if (mode === "nearest") return [Math.floor((index * size) / length), 0, 0];
    const place = Math.min(size - 1, Math.max(0, ((index + 0.5) * size) / length - 0.5));
    return [Math.floor(place), Math.min(size - 1, Math.floor(place) + 1), place - Math.floor(place)];
  };
  return make([count, channels, rows, columns], (n, c, y, column) => {
    const [[above, below, down], [left, right, across]] = [neighbours(y, height, rows), neighbours(column, width, columns)];
    const row = (at_: number): number => (at(x, n, c, at_, left) ?? 0) * (1 - across) + (at(x, n, c, at_, right) ?? 0) * across;
    return row(above) * (1 - down) + row(below) * down;
  });
}

/** The element that stands at a place of a larger shape when the tensor is repeated along axes of size 1. */
export function repeated({ shape, data }: Plain, place: readonly number[]): number {
  const own = place.slice(place.length - shape.length);
  return data[shape.reduce((index, size, axis) => index * size + (size === 1 ? 0 : own[axis]), 0)];
}

export function binary(a: Plain, b: Plain, shape: readonly number[], compute: (a: number, b: number) => number): Plain {
  return make(shape, (...place) => compute(repeated(a, place), repeated(b, place)));
}

export const unary = (x: Plain, compute: (value: number) => number): Plain => ({ shape: x.shape, data: x.data.map(compute) });

export function softmax(x: Plain, axis: number): Plain {
  const exponentials = unary(x, Math.exp);
  return make(x.shape, (...place) => {
    const row = Array.from({ length: x.shape[axis] }, (_, index) => repeated(exponentials, place.with(axis, index)));
    return repeated(exponentials, place) / row.reduce((sum, value) => sum + value, 0);
  });
}

export function transpose(x: Plain, order: readonly number[]): Plain {
  return make(order.map((axis) => x.shape[axis]), (...place) => repeated(x, x.shape.map((_, axis) => place[order.indexOf(axis)])));
}

export function concatenate(parts: readonly Plain[], axis: number): Plain {
  const shape = parts[0].shape.with(axis, parts.reduce((sum, part) => sum + part.shape[axis], 0));
  return make(shape, (...place) => {
    let [index, part] = [place[axis], 0];
    while (index >= parts[part].shape[axis]) index -= parts[part++].shape[axis];
    return repeated(parts[part], place.with(axis, index));
  });
}
