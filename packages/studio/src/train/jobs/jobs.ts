import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { TrainingPlan } from "@fmpn/lab";
import { writeWhole } from "@fmpn/lab/files";

/** The folder, beside the runs, of what the studio knows of the processes it started. */
const RECORDS = ".studio";
/** How much of a log is shown. */
const LOG_TAIL = 4000;

/** Trainings in processes of their own, which go on when the studio ends. */
export interface Jobs {
  /** Begins a training, or goes on with one. @throws Error where one of that name is under way */
  start(name: string, plan: TrainingPlan): Promise<void>;
  /** Asks it to stop after a checkpoint. @returns whether it was running */
  stop(name: string): Promise<boolean>;
  isRunning(name: string): Promise<boolean>;
  /** Whether the studio has ever started it. */
  isKnown(name: string): Promise<boolean>;
  /** The end of what it said; empty where the studio did not start it. */
  log(name: string): Promise<string>;
}

interface JobRecord {
  readonly pid: number;
  readonly startedAt: string;
  readonly plan: TrainingPlan;
}

/** @param runs the folder of the runs */
export function createJobs(runs: string): Jobs {
  const fileOf = (name: string, ending: string): string => path.join(runs, RECORDS, `${name.replaceAll(/[\\/]/g, "~")}${ending}`);
  const children = new Map<string, ChildProcess>();
  const record = async (name: string): Promise<JobRecord | undefined> =>
    await readFile(fileOf(name, ".json"), "utf8").then((text) => JSON.parse(text) as JobRecord, () => undefined);
  const pidOf = async (name: string): Promise<number | undefined> => {
    const child = children.get(name);
    if (child !== undefined) return child.exitCode === null && child.signalCode === null ? child.pid : undefined;
    const { pid } = (await record(name)) ?? {};
    return pid !== undefined && (await isOurs(pid)) ? pid : undefined;
  };
  return {
    async start(name, plan) {
      if ((await pidOf(name)) !== undefined) throw new Error(`${name} is being trained already.`);
      await mkdir(path.join(runs, RECORDS), { recursive: true });
      const log = await open(fileOf(name, ".log"), "w");
      try {
        const child = spawn(process.execPath, [fileURLToPath(new URL("train-process.js", import.meta.url)), JSON.stringify(plan)], { stdio: ["ignore", log.fd, log.fd], detached: true });
        await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
        children.set(name, child);
        child.unref();
        const job: JobRecord = { pid: child.pid ?? 0, startedAt: new Date().toISOString(), plan };
        await writeWhole(fileOf(name, ".json"), `${JSON.stringify(job)}\n`);
      } finally {
        await log.close();
      }
    },
    async stop(name) {
      const pid = await pidOf(name);
      if (pid !== undefined) process.kill(pid, "SIGTERM");
      return pid !== undefined;
    },
    isRunning: async (name) => (await pidOf(name)) !== undefined,
    isKnown: async (name) => (await record(name)) !== undefined,
    log: async (name) => (await readFile(fileOf(name, ".log"), "utf8").catch(() => "")).slice(-LOG_TAIL),
  };
}

/** Whether a process lives and is one of ours: numbers of processes are used again. */
async function isOurs(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Where the system does not tell, living is all that can be known.
  return await readFile(`/proc/${pid}/cmdline`, "utf8").then((command) => command.includes("train-process"), () => process.platform !== "linux");
}
