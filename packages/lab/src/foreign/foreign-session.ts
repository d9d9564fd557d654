import type { HostTensor, SessionOptions } from "@fmpn/graph/inference";
import { describeShape, ForeignModelError, type ForeignValue, type ScreenedModel } from "@fmpn/graph/onnx";
import { GUARD_LIMITS, type GuardLimits, type LaunchProcess, startGuard } from "./guard.js";

/** Which input is fed and which output is read, as someone says who knows the model; by default its only input and first output. */
export interface ForeignEnds {
  readonly input?: string | undefined;
  readonly output?: string | undefined;
  /** Of the one tensor that it is fed with. */
  readonly shape: readonly number[];
}

/** A model of unknown origin that runs under limits: one tensor in, one out. */
export interface ForeignSession {
  readonly output: string;
  run(data: Float32Array): Promise<HostTensor>;
  close(): Promise<void>;
}

const FLOAT32 = 1;
const typeNames: Readonly<Record<number, string>> = { 2: "uint8", 3: "int8", 6: "int32", 7: "int64", 10: "float16", 11: "float64", 16: "bfloat16" };

/**
 * Starts a screened model in a process of its own.
 *
 * @param what the model's name, for errors
 * @throws ForeignModelError of kind `shape` where the ends are not as the model has them; otherwise as `startGuard` says
 */
export async function openForeignSession(screened: ScreenedModel, what: string, ends: ForeignEnds, options: SessionOptions = {}, limits: GuardLimits = GUARD_LIMITS, launch?: LaunchProcess): Promise<ForeignSession> {
  const input = choose("input", ends.input, screened.inputs, what);
  const output = choose("output", ends.output, screened.outputs, what);
  if (screened.inputs.length > 1) throw new ForeignModelError("shape", `${what}: it has the inputs ${namesOf(screened.inputs)}; only models of one picture are run here`);
  if (input.type !== FLOAT32) {
    throw new ForeignModelError("shape", `${what}: its input "${input.name}" takes ${typeNames[input.type] ?? `numbers of type ${input.type}`} (${describeShape(input.shape)}); fed are float32 numbers, so export it with such an input`);
  }
  const bytes = screened.encode({ [input.name]: ends.shape });
  const guard = startGuard(what, { ...limits, memory: limits.memory + 4 * screened.weights }, launch);
  try {
    await guard.open(bytes, options);
  } catch (error) {
    await guard.close();
    throw error;
  }
  return {
    output: output.name,
    run: async (data) => await guard.run({ [input.name]: { data, shape: ends.shape } }, output.name),
    close: guard.close,
  };
}

function choose(kind: "input" | "output", wanted: string | undefined, values: readonly ForeignValue[], what: string): ForeignValue {
  const [first] = values;
  const found = wanted === undefined ? (values.length === 1 || kind === "output" ? first : undefined) : values.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  if (first === undefined) throw new ForeignModelError("shape", `${what}: it has no ${kind}`);
  throw new ForeignModelError("shape", `${what}: ${wanted === undefined ? `name one of its ${kind}s` : `it has no ${kind} ${wanted}; name one of`}: ${namesOf(values)}`);
}

function namesOf(values: readonly ForeignValue[]): string {
  return values.map(({ name }) => name.slice(0, 60)).slice(0, 12).join(", ");
}
