import { homedir } from "node:os";
import path from "node:path";

/** Where things that can be made again are kept: `FMPN_CACHE`, or the folder for caches that the system has. */
export function cacheFolder(): string {
  const { FMPN_CACHE: own, XDG_CACHE_HOME: home } = process.env;
  return own ?? path.join(home ?? path.join(homedir(), ".cache"), "fmpn");
}
