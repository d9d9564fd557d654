import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TimedSighting } from "./competitor.js";

/** A picture to look at, as the process reads it. */
export interface ChildRequest {
  readonly file: string;
  readonly classes: readonly string[];
}

/** What the process prints of a picture. */
export interface ChildAnswer extends TimedSighting {
  /** Milliseconds from before the first import of the competitor to its first answer. */
  readonly coldMs: number;
  readonly modelBytes: number;
  readonly engineBytes: number;
}

/** A competitor in a process of its own. */
export interface CompetitorProcess {
  recognize(request: ChildRequest): Promise<ChildAnswer>;
  close(): Promise<void>;
}

/** @param name of the roster */
export function openCompetitor(name: string): CompetitorProcess {
  const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("child.ts", import.meta.url)), name], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async recognize(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${name} ended at ${request.file}:\n${said}`);
      return JSON.parse(value as string) as ChildAnswer;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
