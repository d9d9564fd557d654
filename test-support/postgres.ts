import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// A PostgreSQL server for tests: a cluster in a temporary folder, reached by a socket in it, without a password.

const installed = "/usr/lib/postgresql";
const version = existsSync(installed) ? readdirSync(installed).filter((name) => existsSync(path.join(installed, name, "bin/initdb"))).at(-1) : undefined;

/** The reason to skip a test, or false where there is a server. */
export const POSTGRES_MISSING = version === undefined && "PostgreSQL (Debian: postgresql) is not installed";

export interface TestPostgres {
  /** postgres://… of a new, empty database. */
  database(): string;
  /** Stops it at once, as a crash would, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server. It refuses to run as root, so there it runs as `postgres`. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), "fmpn-postgres-"));
  const bin = path.join(installed, version ?? "", "bin");
  const root = process.getuid?.() === 0;
  const as = (program: string, args: readonly string[]): [string, string[]] => (root ? ["runuser", ["-u", "postgres", "--", path.join(bin, program), ...args]] : [path.join(bin, program), [...args]]);
  const run = (program: string, args: readonly string[]): void => {
    const { status, stderr } = spawnSync(...as(program, args), { encoding: "utf8", cwd: folder });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  if (root) {
    const id = Number(spawnSync("id", ["-u", "postgres"], { encoding: "utf8" }).stdout);
    chownSync(folder, id, id);
  }
  const data = path.join(folder, "data");
  run("initdb", ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]);
  const begin = async (): Promise<ChildProcess> => {
    const server = spawn(...as("postgres", ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off"]), { cwd: folder, stdio: "ignore" });
    for (let tries = 0; spawnSync(path.join(bin, "pg_isready"), ["-h", folder, "-U", "postgres"]).status !== 0; tries += 1) {
      if (tries > 200 || server.exitCode !== null) throw new Error("PostgreSQL did not start");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return server;
  };
  let server = await begin();
  let made = 0;
  const halt = async (): Promise<void> => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    run("pg_ctl", ["stop", "-D", data, "-m", "immediate", "-w"]);
    await gone;
  };
  return {
    database() {
      made += 1;
      const name = `test_${made}`;
      run("createdb", ["-h", folder, "-U", "postgres", name]);
      return `postgres://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    async restart() {
      await halt();
      server = await begin();
    },
    async stop() {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
