import { spawn } from "node:child_process";
import type { LaunchProcess } from "@fmpn/lab/foreign";
import type { Jail } from "./isolation.js";
import { JAIL_LIMITS, jailCommand, type JailLimits } from "./jail-command.js";

/** Starts the processes of `startGuard` in a jail. */
export function launchJailed(jail: Jail, limits: JailLimits = JAIL_LIMITS): LaunchProcess {
  return (entry, args) => {
    const [program, words] = jailCommand(jail, entry, args, limits);
    // The channel is descriptor 3 on both sides; bubblewrap and prlimit hand it on.
    return spawn(program, words, { stdio: ["ignore", "ignore", "pipe", "ipc"], serialization: "advanced", env: {} });
  };
}
