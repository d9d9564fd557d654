import { existsSync, lstatSync } from "node:fs";
import path from "node:path";
import type { Jail } from "./isolation.js";
import { visibleFiles } from "./visible-files.js";

/** What the kernel lets a jailed process have, beyond which it is ended. */
export interface JailLimits {
  /** Bytes of data. (Address space cannot be limited: WebAssembly reserves far more of it than it uses.) */
  readonly memory: number;
  /** Seconds of processor time in its whole life. */
  readonly cpuSeconds: number;
}

/** WebAssembly and its compiler take part of the memory; the rest is for the model. */
export const JAIL_LIMITS: JailLimits = { memory: 2 ** 31, cpuSeconds: 1800 };

/**
 * The command that runs Node on a file with nothing of this machine around it: no network, its own processes only, read-only what
 * Node and the packages consist of, an empty `/tmp`, an empty environment but for the channel of messages, no privileges.
 */
export function jailCommand({ bwrap, prlimit }: Jail, entry: string, args: readonly string[], { memory, cpuSeconds }: JailLimits = JAIL_LIMITS): readonly [string, readonly string[]] {
  const { folders, links, hidden } = visibleFiles(entry);
  const node = process.execPath;
  const system = ["/usr", "/bin", "/lib", "/lib64"].filter((folder) => existsSync(folder) && !lstatSync(folder).isSymbolicLink());
  const shown = [...system, path.dirname(path.dirname(node)), ...folders].filter((folder, place, all) => folder !== "/" && !all.some((other, before) => before !== place && isWithin(folder, other) && (folder !== other || before < place)));
  const apart = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"];
  // What Node's `fork` tells its child: where the channel is, and how messages are written.
  const channel = ["--setenv", "NODE_CHANNEL_FD", "3", "--setenv", "NODE_CHANNEL_SERIALIZATION_MODE", "advanced"];
  const files = [
    ...shown.flatMap((folder) => ["--ro-bind", folder, folder]),
    ...links.flatMap(({ at, to }) => ["--symlink", to, at]),
    ...hidden.flatMap((folder) => ["--tmpfs", folder]),
  ];
  // First: whoever keeps the packages below /tmp would not see them under an empty one.
  const empty = ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp"];
  const limits = [`--data=${memory}`, `--cpu=${cpuSeconds}`, "--fsize=0", "--core=0", "--nofile=1024"];
  return [bwrap, [...apart, ...channel, ...empty, ...files, "--", prlimit, ...limits, "--", node, entry, ...args]];
}

function isWithin(folder: string, outer: string): boolean {
  const way = path.relative(outer, folder);
  return way === "" || (!way.startsWith("..") && !path.isAbsolute(way));
}
