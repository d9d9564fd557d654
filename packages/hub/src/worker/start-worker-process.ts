import { type ChildProcess, fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { SplitFolders } from "../measure/measurable-split.js";

export interface WorkerProcessOptions {
  /** A file or postgres://…; what is in memory can't be shared. */
  readonly database: string;
  readonly artifacts: string;
  readonly folders?: SplitFolders | undefined;
}

/** A worker beside the server, below it in priority with all that it starts, so that measuring takes no time from pages. */
export interface WorkerProcess {
  close(): Promise<void>;
}

/** Starts a worker in a process of its own; one that dies is started again after a pause. */
export function startWorkerProcess(options: WorkerProcessOptions, onFault?: (words: string) => void): WorkerProcess {
  let closed = false;
  let child: ChildProcess;
  let again: NodeJS.Timeout | undefined;
  const start = (): void => {
    child = fork(fileURLToPath(new URL("./worker-process.js", import.meta.url)), [JSON.stringify(options)], { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    child.on("message", (message: { readonly fault?: string }) => message.fault !== undefined && onFault?.(message.fault));
    child.on("exit", (code, signal) => {
      if (closed) return;
      onFault?.(`the worker ended (${signal ?? `exit code ${code}`}); it is started again`);
      again = setTimeout(start, 2000);
    });
  };
  start();
  return {
    async close() {
      closed = true;
      clearTimeout(again);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const impatient = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(impatient);
    },
  };
}
