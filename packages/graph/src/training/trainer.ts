import { openWorker } from "#worker";
import { loadRuntime } from "#runtime";
import type { State } from "../layers/initialize.js";
import { defaultProvider } from "../runtime/default-provider.js";
import type { RuntimeProvider } from "../runtime/provider.js";
import type { HostTensor } from "../runtime/session.js";
import { targetOf } from "../runtime/target.js";
import { asker } from "../workers/channel.js";
import { openHere } from "./channel.js";
import { type Request, valueOf } from "./protocol.js";
import type { StepResults } from "./step-runner.js";
import type { TrainingStep } from "./training-step.js";

export interface TrainerOptions {
  /** Parameters and buffers to start from (see `initialize`), or the whole state of a checkpoint. */
  readonly state: State;
  readonly provider?: RuntimeProvider | undefined;
  readonly threads?: number | undefined;
  /** Keys the dropout masks. Defaults to 0. */
  readonly seed?: number | undefined;
  /** Steps already taken, when resuming. */
  readonly stepsTaken?: number | undefined;
  /** Whether steps run in a worker, so that the calling thread stays free. Defaults to true. */
  readonly worker?: boolean | undefined;
}

export interface StepOptions {
  readonly learningRate: number;
  /** Aborting rejects the call at once; a step under way is finished and its result kept as the state. */
  readonly signal?: AbortSignal | undefined;
}

/** Trains: holds the state, runs steps, gives the state back. */
export interface Trainer {
  readonly provider: RuntimeProvider;
  /** Steps taken since the very beginning. */
  readonly stepsTaken: number;
  /**
   * Runs one step.
   * @param feeds values of the graph's inputs
   * @returns `loss`, `gradientNorm` and the step's further results
   * @throws NonFiniteError if the loss or gradients are not finite; the state stays that of the step before
   */
  step(feeds: Readonly<Record<string, HostTensor>>, options: StepOptions): Promise<StepResults>;
  /** A copy of parameters, buffers, optimiser state and averages, by name. */
  state(): Promise<State>;
  close(): Promise<void>;
}

/** Compiles a step for a provider and opens it, by default in a worker. */
export async function createTrainer(step: TrainingStep, options: TrainerOptions): Promise<Trainer> {
  const { state, threads, seed = 0, worker = true } = options;
  const provider = options.provider ?? (await defaultProvider());
  const channel = worker ? openWorker() : openHere();
  const send = asker(channel, valueOf);
  let closed = false;
  const ask = async (request: Request): Promise<unknown> => {
    if (closed) throw new Error("The trainer is closed.");
    return await send(request);
  };
  const runner = { provider, seed, ...(threads === undefined ? {} : { threads }) };
  const program = step.compile(await targetOf(await loadRuntime(provider), provider));
  await ask({ kind: "open", program, state, options: runner }).catch(async (error: unknown) => {
    await channel.close();
    throw error;
  });
  let stepsTaken = options.stepsTaken ?? 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    provider,
    get stepsTaken() {
      return stepsTaken;
    },
    step(feeds, { learningRate, signal }) {
      signal?.throwIfAborted();
      const run = last
        .catch(() => {})
        .then(async () => {
          signal?.throwIfAborted();
          const next = stepsTaken + 1;
          const results = await ask({ kind: "step", feeds, scalars: step.scalars(next, learningRate), step: next });
          stepsTaken = next;
          return results as StepResults;
        });
      last = run;
      return signal === undefined ? run : Promise.race([run, aborted(signal)]);
    },
    async state() {
      await last.catch(() => {});
      return (await ask({ kind: "save" })) as State;
    },
    async close() {
      await last.catch(() => {});
      if (closed) return;
      closed = true;
      // What the step holds goes with the worker, also where it has failed and answers no more.
      await send({ kind: "close" }).catch(() => {});
      await channel.close();
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
