import { spawn, type SpawnOptions } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const bin = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../bin/fmpn.js");

/** What a run of the command left. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs `fmpn` as a person would, in a process of its own; `interruptWhen` is asked again and again with what
 * the command has said, and Ctrl-C is sent once it is true.
 */
export async function runFmpn(args: readonly string[], interruptWhen?: (err: string) => boolean, environment: NodeJS.ProcessEnv = {}, options: SpawnOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  const output = { out: "", err: "" };
  child.stdout.on("data", (text: Buffer) => (output.out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output.err += text.toString()));
  const timer = setInterval(() => {
    if (interruptWhen?.(output.err) !== true) return;
    clearInterval(timer);
    child.kill("SIGINT");
  }, 50);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(timer);
  return { code, ...output };
}
