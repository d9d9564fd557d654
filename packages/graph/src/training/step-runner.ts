import type * as ort from "onnxruntime-common";
import type { State } from "../layers/initialize.js";
import { dropoutMask } from "../random/random.js";
import { openRuntimeSession, toRuntimeTensor } from "../runtime/onnx-runtime-session.js";
import type { RuntimeProvider } from "../runtime/provider.js";
import type { HostTensor, SessionOptions } from "../runtime/session.js";
import { formatShape, sizeOf } from "../shape.js";
import type { StepProgram } from "./training-step.js";
import { openStateStore } from "./state-store.js";

export interface StepRunnerOptions extends SessionOptions<RuntimeProvider> {
  /** Keys the dropout masks. */
  readonly seed: number;
}

/** Values of one step by name; scalars are arrays of one value. */
export type StepResults = Record<string, Float32Array>;

/** Runs a compiled step again and again and keeps its state in between. */
export interface StepRunner {
  readonly provider: string;
  /**
   * Runs one step and takes its state over, unless the loss or the gradients are not finite.
   * @param step counted from 1; with the seed it decides the dropout masks
   * @throws NonFiniteError with the state as it was before the step
   */
  step(feeds: Readonly<Record<string, HostTensor>>, scalars: Readonly<Record<string, number>>, step: number): Promise<StepResults>;
  /** A copy of the whole state. */
  save(): Promise<State>;
  close(): Promise<void>;
}

/** The loss or the gradients became NaN or infinite. The state is that of the step before. */
export class NonFiniteError extends Error {
  override readonly name = "NonFiniteError";
  constructor(
    readonly step: number,
    readonly loss: number,
    readonly gradientNorm: number,
  ) {
    super(
      `Training stopped at step ${step}: the loss is ${loss}, the gradients' norm ${gradientNorm}. ` +
        "The state of the step before is kept; a smaller learning rate or gradient clipping may help.",
    );
  }
}

/** Opens a session for the step and fills its state. */
export async function openStepRunner(program: StepProgram, initial: State, options: StepRunnerOptions): Promise<StepRunner> {
  const gpu = options.provider === "webgpu";
  const changing = program.state.filter(({ next }) => next !== undefined);
  const location = Object.fromEntries([
    ...changing.map(({ next }) => [next, "gpu-buffer"]),
    ...program.results.map((name) => [name, "cpu"]),
  ]) as Record<string, ort.Tensor.DataLocation>;
  const extra: ort.InferenceSession.SessionOptions = gpu
    ? // The state stays on the device, only the results come back. The CPU provider refuses the setting.
      { preferredOutputLocation: location }
    : // The planner of memory patterns adds its block to what the first run has taken: 40 % less memory without, no time lost.
      { enableMemPattern: false };
  const { runtime, session, provider } = await openRuntimeSession(program.bytes, options, extra);
  const store = openStateStore(runtime, program.state, initial, provider);
  const inputs = new Set(session.inputNames);

  return {
    provider,
    async step(feeds, scalars, step) {
      const given: Record<string, ort.Tensor> = {};
      for (const { name, shape, type } of program.feeds) {
        const value = feeds[name];
        if (value === undefined) throw new TypeError(`step: the input "${name}" (${formatShape(shape)}) is not fed.`);
        given[name] = toRuntimeTensor(runtime, name, { data: value.data, shape, type });
      }
      for (const { name, shape, rate } of program.masks) {
        given[name] = toRuntimeTensor(runtime, name, { data: dropoutMask(sizeOf(shape), rate, options.seed, name, step), shape });
      }
      for (const name of program.scalars) {
        given[name] = toRuntimeTensor(runtime, name, { data: Float32Array.of(scalars[name] ?? Number.NaN), shape: [] });
      }
      for (const [name, tensor] of store.current()) if (inputs.has(name)) given[name] = tensor;
      const values = await session.run(given, { ...Object.fromEntries(program.results.map((name) => [name, null])), ...store.targets() });
      const results = Object.fromEntries(program.results.map((name) => [name, Float32Array.from(values[name]?.data as Float32Array)]));
      const [loss = Number.NaN] = results.loss ?? [];
      const [norm = Number.NaN] = results.gradientNorm ?? [];
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
        store.discard(values);
        throw new NonFiniteError(step, loss, norm);
      }
      store.accept(values);
      return results;
    },
    save: () => store.save(),
    async close() {
      store.dispose();
      await session.release();
    },
  };
}
