import type { Shape } from "../shape.js";
import { upTo } from "./plan/image.js";
import type { Plan, Port } from "./plan/plan.js";
import type { Block } from "./plan/view.js";

/** Where a caller writes or reads a tensor. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
  /** In bytes from the start of memory. */
  readonly at: number;
}

/** A plan in memory: kernels with their arguments. */
export interface Program {
  readonly calls: readonly { readonly kernel: Kernel; readonly values: readonly number[] }[];
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
}

export type Kernel = (...values: number[]) => void;

/** Puts plans into one memory, which grows as they need it. Weights lie there once, and all runs work in the same place. */
export interface Loader {
  readonly memory: WebAssembly.Memory;
  load(plan: Plan, kernels: Readonly<Record<string, Kernel>>): Program;
}

const pageBytes = 65536;
/** No address is 0, which stands for "none". */
const firstByte = 64;
const alignment = 64;

/** @param first the plan that is loaded first: memory begins as large as it needs */
export function createLoader(first: Plan): Loader {
  const bytes = first.constants.reduce((sum, block) => sum + upTo(block.bytes, alignment), firstByte) + first.placement.bytes;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const constants = new Map<Block, number>();
  let end = firstByte;
  let workplace = { at: 0, bytes: 0 };
  const reserve = (size: number): number => {
    const at = end;
    end += upTo(size, alignment);
    const missing = Math.ceil(end / pageBytes) - memory.buffer.byteLength / pageBytes;
    if (missing > 0) memory.grow(missing);
    return at;
  };
  return {
    memory,
    load({ steps, inputs, outputs, constants: blocks, placement }, kernels) {
      for (const block of blocks) {
        if (constants.has(block)) continue;
        const at = reserve(block.bytes);
        constants.set(block, at);
        new Uint8Array(memory.buffer).set(block.data ?? [], at);
      }
      if (placement.bytes > workplace.bytes) workplace = { at: reserve(placement.bytes), bytes: placement.bytes };
      const { at } = workplace;
      const addressOf = ({ block, offset }: { block: Block; offset: number }): number =>
        offset + (block.data === undefined ? at + (placement.offsets.get(block) ?? 0) : (constants.get(block) ?? 0));
      const slot = ({ name, shape, view }: Port): Slot => ({ name, shape, at: addressOf(view.start) });
      return {
        calls: steps.map(({ kernel, values }) => ({
          kernel: kernels[kernel],
          values: values.map((value) => (typeof value === "number" ? value : addressOf(value))),
        })),
        inputs: inputs.map(slot),
        outputs: outputs.map(slot),
      };
    },
  };
}
