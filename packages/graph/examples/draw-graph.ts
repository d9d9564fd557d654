/**
 * Draws an ONNX file as SVG, much as Netron does:
 *   npx tsx packages/graph/examples/draw-graph.ts in.onnx out.svg
 */
import { readFile, writeFile } from "node:fs/promises";
import { decodeModel, type OnnxModel, type OnnxNode } from "@fmpn/graph/onnx";

interface Box {
  readonly key: string;
  readonly lines: readonly string[];
  readonly color: string;
  /** Keys of the boxes that it reads. */
  readonly from: readonly string[];
}

const [width, lineHeight, gap, spread] = [190, 15, 28, 24];
const colors: Readonly<Record<string, string>> = { Conv: "#335588", ConvTranspose: "#335588", Gemm: "#335588", Relu: "#70292f", Softmax: "#70292f", PRelu: "#70292f", BatchNormalization: "#33552a", GlobalAveragePool: "#33552a", MaxPool: "#33552a" };

/** The model as an SVG picture: a box a node, below the boxes that it reads. */
export function drawGraph({ graph }: OnnxModel): string {
  const weights = new Map(graph.initializers.map((tensor) => [tensor.name, tensor.shape]));
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node.name] as const)));
  const ends = (values: OnnxModel["graph"]["inputs"], from: (name: string) => string[]): Box[] =>
    values.map(({ name, shape }) => ({ key: `value ${name} ${from(name).length}`, lines: [name, shape.join("×")], color: "#888888", from: from(name) }));
  const inputKeys = new Map(graph.inputs.map(({ name }) => [name, `value ${name} 0`]));
  const boxes: Box[] = [
    ...ends(graph.inputs, () => []),
    ...graph.nodes.map((node) => ({
      key: node.name,
      lines: [node.operator, ...details(node, weights)],
      color: colors[node.operator] ?? "#333333",
      from: node.inputs.flatMap((input) => makers.get(input) ?? inputKeys.get(input) ?? []),
    })),
    ...ends(graph.outputs, (name) => [makers.get(name) ?? ""]),
  ];
  return picture(boxes);
}

/** Weights with their shapes, and what a kernel does. */
function details({ inputs, attributes }: OnnxNode, weights: ReadonlyMap<string, readonly number[]>): string[] {
  const read = inputs.flatMap((input) => (weights.has(input) ? [`${input} ${weights.get(input)?.join("×") || "scalar"}`] : []));
  const told = Object.entries(attributes).flatMap(([name, value]) => (["strides", "pads", "group", "axis"].includes(name) ? [`${name} = ${String(value)}`] : []));
  return [...read, ...told];
}

function picture(boxes: readonly Box[]): string {
  // A box lies one row below the lowest of those it reads.
  const rows = new Map<string, number>();
  for (const { key, from } of boxes) rows.set(key, Math.max(0, ...from.map((other) => (rows.get(other) ?? 0) + 1)));
  const byRow = grouped(boxes, rows);
  const widest = Math.max(...[...byRow.values()].map((row) => row.length));
  const total = widest * (width + spread) + spread;
  const places = new Map<string, { x: number; top: number; bottom: number }>();
  let y = spread;
  for (const [, row] of [...byRow].toSorted(([a], [b]) => a - b)) {
    const tallest = Math.max(...row.map(({ lines }) => lines.length));
    for (const [index, { key, lines }] of row.entries()) {
      const x = total / 2 + (index - (row.length - 1) / 2) * (width + spread);
      places.set(key, { x, top: y, bottom: y + lines.length * lineHeight + 10 });
    }
    y += tallest * lineHeight + 10 + gap;
  }
  const edges = boxes.flatMap(({ key, from }) =>
    from.map((other) => {
      const [a, b] = [places.get(other), places.get(key)];
      if (!a || !b) return "";
      const bend = (b.top - a.bottom) / 2;
      return `<path d="M${a.x} ${a.bottom}C${a.x} ${a.bottom + bend} ${b.x} ${b.top - bend} ${b.x} ${b.top}"/>`;
    }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${y}" viewBox="0 0 ${total} ${y}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#ffffff"/><g fill="none" stroke="#666666">${edges.join("")}</g>`,
    ...boxes.map((box) => drawBox(box, places.get(box.key) ?? { x: 0, top: 0, bottom: 0 })),
    "</svg>\n",
  ].join("\n");
}

function drawBox({ lines, color }: Box, { x, top, bottom }: { x: number; top: number; bottom: number }): string {
  const left = x - width / 2;
  const texts = lines.map((line, at) => `<text x="${x}" y="${top + 15 + at * lineHeight}" text-anchor="middle"${at === 0 ? ' font-weight="bold"' : ""}>${escape(line)}</text>`);
  return `<rect x="${left}" y="${top}" width="${width}" height="${bottom - top}" rx="5" fill="${color}"/><g fill="#ffffff">${texts.join("")}</g>`;
}

function grouped(boxes: readonly Box[], rows: ReadonlyMap<string, number>): Map<number, Box[]> {
  const groups = new Map<number, Box[]>();
  for (const box of boxes) groups.set(rows.get(box.key) ?? 0, [...(groups.get(rows.get(box.key) ?? 0) ?? []), box]);
  return groups;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const [, script = "", source, destination] = process.argv;
if (source !== undefined && destination !== undefined && script.endsWith("draw-graph.ts")) {
  await writeFile(destination, drawGraph(decodeModel(await readFile(source), source)));
}
