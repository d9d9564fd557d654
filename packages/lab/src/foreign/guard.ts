import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { HostTensor, SessionOptions } from "@fmpn/graph/inference";
import { ForeignModelError } from "@fmpn/graph/onnx";
import { type GuardReply, type GuardRequest, OVER_MEMORY } from "./guard-protocol.js";

/** What a model of unknown origin may use while it runs. */
export interface GuardLimits {
  /** Bytes of memory of the process that it runs in, which without a model has about 0.1 GB. */
  readonly memory: number;
  /** Seconds for loading it, or for one answer. */
  readonly seconds: number;
}

/** Two gigabytes, and a minute for each answer. */
export const GUARD_LIMITS: GuardLimits = { memory: 2e9, seconds: 60 };

/** Starts Node on a file of this package with a channel for messages (`serialization: "advanced"`), and standard error as a pipe. */
export type LaunchProcess = (entry: string, args: readonly string[]) => ChildProcess;

const launchHere: LaunchProcess = (entry, args) => fork(entry, args, { serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: [] });

/** A process that runs models of unknown origin; when one breaks a limit, the process ends and not the caller's. */
export interface Guard {
  /** Loads a model in the place of an earlier one. @returns the names of its inputs and outputs */
  open(bytes: Uint8Array, options?: SessionOptions): Promise<{ readonly inputs: readonly string[]; readonly outputs: readonly string[] }>;
  /** Runs it once. @returns the output that is asked for */
  run(feeds: Readonly<Record<string, HostTensor>>, output: string): Promise<HostTensor>;
  close(): Promise<void>;
}

/**
 * Starts a process for models of unknown origin. Its memory is watched in it, its time from here, because a native run cannot be
 * interrupted.
 *
 * Not a sandbox by itself: what a model may do to the runtime is bounded by screening it first (`screenModel`); for strangers'
 * uploads, `launch` starts the process without files and network.
 *
 * @param what the model's name, for errors
 * @throws (from `open` and `run`) ForeignModelError of kind `memory`, `time` or `crash` where the model was stopped, after which
 *   the guard is closed; of kind `file` or `shape` where the runtime refuses it
 */
export function startGuard(what: string, { memory, seconds }: GuardLimits = GUARD_LIMITS, launch: LaunchProcess = launchHere): Guard {
  const child = launch(fileURLToPath(new URL("./guarded-process.js", import.meta.url)), [String(memory)]);
  let waiting: { resolve: (reply: GuardReply) => void; reject: (error: Error) => void } | undefined;
  let failure: ForeignModelError | undefined;
  let said = "";
  const fail = (error: ForeignModelError): void => {
    failure ??= error;
    waiting?.reject(failure);
    waiting = undefined;
  };
  child.stderr?.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-2000)));
  child.on("message", (reply: GuardReply) => {
    waiting?.resolve(reply);
    waiting = undefined;
  });
  child.on("error", (error) => fail(new ForeignModelError("crash", `${what}: it could not be run: ${error.message}`, { cause: error })));
  // When its last words have arrived, too.
  child.on("close", (code, signal) => fail(reasonOf(code, signal, said, what, memory)));
  // The caller's process ends without waiting for this one, which ends with it.
  release(child);

  const ask = async (request: GuardRequest): Promise<GuardReply> => {
    if (failure !== undefined) throw failure;
    hold(child);
    const timer = setTimeout(() => {
      failure ??= new ForeignModelError("time", `${what}: it was stopped after ${seconds} seconds without an answer`);
      child.kill("SIGKILL");
    }, 1000 * seconds);
    try {
      return await new Promise<GuardReply>((resolve, reject) => {
        waiting = { resolve, reject };
        child.send(request, (error) => error && fail(new ForeignModelError("crash", `${what}: it could not be run: ${error.message}`, { cause: error })));
      });
    } finally {
      clearTimeout(timer);
      release(child);
    }
  };
  return {
    async open(bytes, options = {}) {
      const reply = await ask({ kind: "open", bytes, options });
      if ("inputs" in reply) return reply;
      throw refusal(reply, "file", "ONNX Runtime does not take it", what, memory);
    },
    async run(feeds, output) {
      const reply = await ask({ kind: "run", feeds, output });
      if ("tensor" in reply) return reply.tensor;
      throw refusal(reply, "shape", "ONNX Runtime could not run it", what, memory);
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      failure ??= new ForeignModelError("crash", `${what}: it is closed`);
      const gone = new Promise((resolve) => child.once("close", resolve));
      hold(child);
      child.kill("SIGKILL");
      await gone;
    },
  };
}

function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
  (child.stderr as unknown as { ref?: () => void } | null)?.ref?.();
}

function release(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
}

function refusal(reply: GuardReply, kind: "file" | "shape", verdict: string, what: string, memory: number): ForeignModelError {
  const reason = "error" in reply ? reply.error : "it gave another answer than asked for";
  if (/bad_alloc|failed to allocate|out of memory|Array buffer allocation/i.test(reason)) return new ForeignModelError("memory", `${what}: it wants more memory than there is for it (${gigabytes(memory)})`);
  // The runtime's own messages hold its source files' names and whole lists.
  return new ForeignModelError(kind, `${what}: ${verdict}: ${(reason.split("\n")[0] ?? "").slice(0, 300)}`);
}

function reasonOf(code: number | null, signal: string | null, said: string, what: string, memory: number): ForeignModelError {
  if (said.includes(OVER_MEMORY)) return new ForeignModelError("memory", `${what}: it was stopped because it took more than ${gigabytes(memory)} of memory`);
  const last = said.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
  if (/bad_alloc|out of memory/i.test(said)) return new ForeignModelError("memory", `${what}: it wants more memory than there is for it`);
  return new ForeignModelError("crash", `${what}: the runtime came down under it (${signal ?? `exit code ${code}`}${last === "" ? "" : `: ${last}`})`);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
