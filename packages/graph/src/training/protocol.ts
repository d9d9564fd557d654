import type { State } from "../layers/initialize.js";
import type { HostTensor } from "../runtime/session.js";
import type { Numbered } from "../workers/channel.js";
import { NonFiniteError, openStepRunner, type StepResults, type StepRunner, type StepRunnerOptions } from "./step-runner.js";
import type { StepProgram } from "./training-step.js";

/** What a trainer asks of its worker. */
export type Request =
  | { readonly kind: "open"; readonly program: StepProgram; readonly state: State; readonly options: StepRunnerOptions }
  | { readonly kind: "step"; readonly feeds: Readonly<Record<string, HostTensor>>; readonly scalars: Readonly<Record<string, number>>; readonly step: number }
  | { readonly kind: "save" }
  | { readonly kind: "close" };

/** What the worker answers. Errors travel as data, because classes do not survive the way. */
export type Reply =
  | { readonly id: number; readonly kind: "done"; readonly value: StepResults | State | string | undefined }
  | { readonly id: number; readonly kind: "nonFinite"; readonly step: number; readonly loss: number; readonly gradientNorm: number }
  | { readonly id: number; readonly kind: "error"; readonly name: string; readonly message: string };

/** The worker's side: answers requests one after the other. */
export function createResponder(): (message: Numbered<Request>) => Promise<Reply> {
  let runner: StepRunner | undefined;
  const opened = (): StepRunner => {
    if (runner === undefined) throw new Error("The trainer is not open.");
    return runner;
  };
  const handle = async (request: Request): Promise<StepResults | State | string | undefined> => {
    switch (request.kind) {
      case "open":
        runner = await openStepRunner(request.program, request.state, request.options);
        return runner.provider;
      case "step":
        return opened().step(request.feeds, request.scalars, request.step);
      case "save":
        return opened().save();
      case "close":
        await runner?.close();
        runner = undefined;
        return undefined;
    }
  };
  return async ({ id, request }) => {
    try {
      return { id, kind: "done", value: await handle(request) };
    } catch (error) {
      if (error instanceof NonFiniteError) {
        return { id, kind: "nonFinite", step: error.step, loss: error.loss, gradientNorm: error.gradientNorm };
      }
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return { id, kind: "error", name, message };
    }
  };
}

/** What an answer tells, or the error that it tells of, thrown. */
export function valueOf(reply: Reply): StepResults | State | string | undefined {
  if (reply.kind === "done") return reply.value;
  throw errorOf(reply);
}

function errorOf(reply: Exclude<Reply, { kind: "done" }>): Error {
  if (reply.kind === "nonFinite") return new NonFiniteError(reply.step, reply.loss, reply.gradientNorm);
  const error = reply.name === "TypeError" ? new TypeError(reply.message) : new Error(reply.message);
  error.name = reply.name;
  return error;
}
