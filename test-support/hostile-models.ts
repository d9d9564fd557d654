import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** Writes the fields of a message. */
export type Fill = (writer: BinaryWriter) => void;

export const message = (writer: BinaryWriter, field: number, fill: Fill): void => {
  writer.tag(field, WireType.LengthDelimited).fork();
  fill(writer);
  writer.join();
};
export const text = (writer: BinaryWriter, field: number, value: string): void => void writer.tag(field, WireType.LengthDelimited).string(value);
export const int = (writer: BinaryWriter, field: number, value: number | bigint): void => void writer.tag(field, WireType.Varint).int64(value);

export const value = (writer: BinaryWriter, field: number, name: string, axes: readonly (number | string)[], type = 1): void =>
  message(writer, field, (out) => {
    text(out, 1, name);
    message(out, 2, (of) =>
      message(of, 1, (tensor) => {
        int(tensor, 1, type);
        message(tensor, 2, (shape) => {
          for (const axis of axes) message(shape, 1, (size) => (typeof axis === "number" ? int(size, 1, axis) : text(size, 2, axis)));
        });
      }),
    );
  });
export const node = (writer: BinaryWriter, operator: string, inputs: readonly string[], outputs: readonly string[], more: Fill = () => {}): void =>
  message(writer, 1, (out) => {
    for (const name of inputs) text(out, 1, name);
    for (const name of outputs) text(out, 2, name);
    text(out, 4, operator);
    more(out);
  });
export const tensor = (writer: BinaryWriter, field: number, name: string, shape: readonly number[], type: number, fill: Fill): void =>
  message(writer, field, (out) => {
    for (const size of shape) int(out, 1, size);
    int(out, 2, type);
    text(out, 8, name);
    fill(out);
  });
/** The fields of a tensor whose bytes lie in another file. */
export const elsewhere = (location: string, more: Readonly<Record<string, string>> = {}): Fill => (out) => {
  int(out, 14, 1);
  for (const [key, said] of Object.entries({ location, ...more })) message(out, 13, (entry) => (text(entry, 1, key), text(entry, 2, said)));
};
export const numbers = (...values: number[]): Fill => (out) => void out.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(Float32Array.from(values).buffer));

/** A model file of one graph. */
export function model(graph: Fill, { opset = 17, more = () => {} }: { opset?: number; more?: Fill } = {}): Uint8Array {
  const writer = new BinaryWriter();
  int(writer, 1, 8);
  message(writer, 7, (out) => {
    graph(out);
    text(out, 2, "g");
  });
  message(writer, 8, (out) => (text(out, 1, ""), int(out, 2, opset)));
  more(writer);
  return writer.finish();
}

/** y = x + w, with w given by a tensor message. */
export const sumOf = (weight: Fill, shape: readonly number[] = [2]): Uint8Array =>
  model((out) => {
    node(out, "Add", ["x", "w"], ["y"]);
    tensor(out, 5, "w", shape, 1, weight);
    value(out, 11, "x", [2]);
    value(out, 12, "y", [2]);
  });

/** 2.8 GiB out of nothing: y = x + max(a tensor of `size` zeros). */
export const fillsMemory = (size: number): Uint8Array =>
  model((out) => {
    node(out, "ConstantOfShape", ["s"], ["big"]);
    node(out, "ReduceMax", ["big"], ["m"], (more) => message(more, 5, (attribute) => (text(attribute, 1, "keepdims"), int(attribute, 3, 0), int(attribute, 20, 2))));
    node(out, "Add", ["x", "m"], ["y"]);
    message(out, 5, (sizes) => (int(sizes, 1, 1), int(sizes, 2, 7), int(sizes, 7, size), text(sizes, 8, "s")));
    value(out, 11, "x", [1]);
    value(out, 12, "y", [1]);
  });

/** Matrices of `side`² multiplied `times` times: small tensors, much time. */
export const takesTime = (side: number, times: number): Uint8Array =>
  model((out) => {
    node(out, "Expand", ["x", "s"], ["m0"]);
    for (let at = 0; at < times; at += 1) node(out, "MatMul", [`m${at}`, `m${at}`], [`m${at + 1}`]);
    node(out, "ReduceMean", [`m${times}`], ["y"], (more) => message(more, 5, (attribute) => (text(attribute, 1, "keepdims"), int(attribute, 3, 0), int(attribute, 20, 2))));
    message(out, 5, (sizes) => (int(sizes, 1, 2), int(sizes, 2, 7), int(sizes, 7, side), int(sizes, 7, side), text(sizes, 8, "s")));
    value(out, 11, "x", [1]);
    value(out, 12, "y", []);
  });
