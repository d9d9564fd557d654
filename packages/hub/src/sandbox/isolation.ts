import { access, constants } from "node:fs/promises";
import path from "node:path";

/**
 * How far a process that runs a stranger's model is kept from this machine. `bubblewrap`: no network, no files but the runtime's
 * own, read-only, limits by the kernel. `process`: a process of its own whose memory and time are watched, nothing more.
 */
export type Isolation = "bubblewrap" | "process";

/** The programs that keep a process apart, where both are installed (Debian: `bubblewrap`, `util-linux`). */
export interface Jail {
  readonly bwrap: string;
  readonly prlimit: string;
}

/** Looks for the programs in `PATH`. @returns undefined where one is missing, so that only `process` is to be had */
export async function findJail(search = process.env["PATH"] ?? ""): Promise<Jail | undefined> {
  if (process.platform !== "linux") return undefined;
  const [bwrap, prlimit] = await Promise.all(["bwrap", "prlimit"].map((name) => findProgram(name, search)));
  return bwrap === undefined || prlimit === undefined ? undefined : { bwrap, prlimit };
}

async function findProgram(name: string, search: string): Promise<string | undefined> {
  for (const folder of search.split(path.delimiter).filter(path.isAbsolute)) {
    const file = path.join(folder, name);
    const runs = await access(file, constants.X_OK).then(() => true, () => false);
    if (runs) return file;
  }
  return undefined;
}
