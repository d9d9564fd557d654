import { spawn, type SpawnOptions } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "#src/main.js";

const bin = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../bin/fmpn.js");

/** What a run of the command left. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let before: Promise<unknown> = Promise.resolve();

/** Runs `fmpn` within this process, one call after the other: starting a process takes longer than most commands. */
export async function runFmpn(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  const run = before.then(async () => await callMain(args, environment));
  before = run.catch(() => {});
  return await run;
}

/** Takes what is written meanwhile as text; the test runner's own reports are bytes, and go on. */
async function callMain(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Run> {
  const exitCode = process.exitCode;
  process.exitCode = undefined; // which commands set
  const usual = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, environment);
  const output = { out: "", err: "" };
  const catchText = (stream: NodeJS.WriteStream, name: "out" | "err"): (() => void) => {
    const { write } = stream;
    stream.write = ((data: string | Uint8Array, ...more: []): boolean => {
      if (typeof data !== "string") return write.call(stream, data, ...more);
      output[name] += data;
      return true;
    }) as typeof write;
    return () => (stream.write = write);
  };
  const release = [catchText(process.stdout, "out"), catchText(process.stderr, "err")];
  try {
    return { code: await main(args), ...output };
  } finally {
    process.exitCode = exitCode;
    for (const [name, value] of usual) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    for (const each of release) each();
  }
}

/**
 * Runs `fmpn` as a person would, in a process of its own; `interruptWhen` is asked again and again with what
 * the command has said, and Ctrl-C is sent once it is true.
 */
export async function startFmpn(args: readonly string[], interruptWhen?: (err: string) => boolean, environment: NodeJS.ProcessEnv = {}, options: SpawnOptions = {}): Promise<Run> {
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
