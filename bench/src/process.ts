import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that prints `ready`, then milliseconds for each line it reads, and at the end its peak memory in MB. */
export interface TimedProcess {
  /** Milliseconds of one run. */
  run(): Promise<number>;
  /** Ends the process; returns its peak resident memory in MB. */
  close(): Promise<number>;
}

export async function openProcess(command: string, args: readonly string[]): Promise<TimedProcess> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${command} ${args.join(" ")} ended early.`);
    return value as string;
  };
  await next();
  return {
    async run() {
      child.stdin.write("\n");
      return Number(await next());
    },
    async close() {
      child.stdin.end();
      return Number(await next());
    },
  };
}
