import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isPictureName } from "./picture-files.js";

const LOOK_MS = 250;

/**
 * The pictures that arrive in a folder from this call on, whenever they are asked for, as soon as they are whole: a file
 * counts as whole when its size and time of change stay the same from one look to the next. One that is written anew comes
 * again. Polling, because the system's own notices are lost on network shares and tell nothing of when a file is complete.
 *
 * @throws Error where the folder cannot be read when the watch begins
 */
export async function watchFolder(folder: string, lookMs = LOOK_MS): Promise<AsyncGenerator<string, void, undefined>> {
  const there = await look(folder).catch((error: unknown) => {
    throw new Error(`${folder}: the folder to watch cannot be read`, { cause: error });
  });
  return arrivals(folder, there, lookMs);
}

async function* arrivals(folder: string, there: ReadonlyMap<string, string>, lookMs: number): AsyncGenerator<string, void, undefined> {
  const done = new Map(there);
  let before = there;
  for (;;) {
    await sleep(lookMs);
    // A folder that is gone for a moment (a share, a card) is waited for.
    const now = await look(folder).catch(() => before);
    for (const [file, state] of now) {
      if (done.get(file) === state || before.get(file) !== state || state.startsWith("0 ")) continue;
      done.set(file, state);
      yield file;
    }
    before = now;
  }
}

/** Size and time of change of each picture file. */
async function look(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter(isPictureName).toSorted();
  const states = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const facts = await stat(file).catch(() => undefined);
      return facts?.isFile() === true ? ([file, `${facts.size} ${facts.mtimeMs}`] as const) : undefined;
    }),
  );
  return new Map(states.filter((state) => state !== undefined));
}
