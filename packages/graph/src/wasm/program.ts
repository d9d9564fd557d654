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

/** Programs in one memory, which grows as they need it. Weights lie there once, and all runs work in the same place. */
export interface Loader {
  readonly memory: WebAssembly.Memory;
  /** The program that was loaded under a key, if it is not forgotten. */
  program(key: string): Program | undefined;
  load(key: string, plan: Plan, kernels: Readonly<Record<string, Kernel>>): Program;
}

const pageBytes = 65536;
/** No address is 0, which stands for "none". */
const firstByte = 64;
const alignment = 64;
/** So many programs are kept: more sizes than one sees at a time. */
const mostPrograms = 16;

/**
 * Memory holds the weights, then the place to work in, then what programs read alone: biases, tables. Where a plan wants more
 * weights or more room, and where there are too many programs, what lies behind the weights is laid out anew.
 *
 * @param first the plan that is loaded first: memory begins as large as it needs
 */
export function createLoader(first: Plan): Loader {
  const bytes = first.constants.reduce((sum, block) => sum + upTo(block.bytes, alignment), firstByte) + first.placement.bytes;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const weights = new Map<Block, number>();
  const programs = new Map<string, Program>();
  let end = firstByte;
  let workplace = { at: end, bytes: 0 };
  const reserve = (size: number): number => {
    const at = end;
    end += upTo(size, alignment);
    const missing = Math.ceil(end / pageBytes) - memory.buffer.byteLength / pageBytes;
    if (missing > 0) memory.grow(missing);
    return at;
  };
  const put = ({ bytes, known }: Block): number => {
    const at = reserve(bytes);
    new Uint8Array(memory.buffer).set(known?.data ?? [], at);
    return at;
  };
  return {
    memory,
    program: (key) => programs.get(key),
    load(key, { steps, inputs, outputs, constants, placement }, kernels) {
      const fresh = constants.filter((block) => block.known?.shared === true && !weights.has(block));
      if (fresh.length > 0 || placement.bytes > workplace.bytes || programs.size === mostPrograms) {
        programs.clear();
        end = workplace.at;
        for (const block of fresh) {
          weights.set(block, put(block));
          if (block.known !== undefined) block.known.data = undefined;
        }
        const most = Math.max(placement.bytes, workplace.bytes);
        workplace = { at: reserve(most), bytes: most };
      }
      const own = new Map(constants.filter((block) => block.known?.shared === false).map((block) => [block, put(block)]));
      const addressOf = ({ block, offset }: { block: Block; offset: number }): number =>
        offset + (weights.get(block) ?? own.get(block) ?? workplace.at + (placement.offsets.get(block) ?? 0));
      const slot = ({ name, shape, view }: Port): Slot => ({ name, shape, at: addressOf(view.start) });
      const program: Program = {
        calls: steps.map(({ kernel, values }) => ({
          kernel: kernels[kernel],
          values: values.map((value) => (typeof value === "number" ? value : addressOf(value))),
        })),
        inputs: inputs.map(slot),
        outputs: outputs.map(slot),
      };
      programs.set(key, program);
      return program;
    },
  };
}
