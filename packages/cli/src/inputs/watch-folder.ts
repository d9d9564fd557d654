import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isPictureName } from "@fmpn/lab/files";

const LOOK_MS = 250;
const pauseBetweenLooks = async (): Promise<void> => await sleep(LOOK_MS);

/** Size and time of change of each picture file that is there; undefined where they could not be told this time. */
type States = ReadonlyMap<string, string | undefined>;

/**
 * The pictures that arrive in a folder from this call on, whenever they are asked for, as soon as they are whole: a file
 * counts as whole when its size and time of change stay the same from one look to the next. One that is written anew comes
 * again. Polling, because the system's own notices are lost on network shares and tell nothing of when a file is complete.
 *
 * @param pause what is waited for before each look
 * @throws Error where the folder cannot be read when the watch begins
 */
export async function watchFolder(folder: string, pause = pauseBetweenLooks): Promise<AsyncGenerator<string, void, undefined>> {
  const there = await look(folder).catch((error: unknown) => {
    throw new Error(`${folder}: the folder to watch cannot be read`, { cause: error });
  });
  return arrivals(folder, there, pause);
}

async function* arrivals(folder: string, there: States, pause: () => Promise<void>): AsyncGenerator<string, void, undefined> {
  const done = new Map(there);
  let before = there;
  for (;;) {
    await pause();
    const now = await look(folder).catch(() => undefined);
    // A folder that is gone for a moment (a share, a card) is waited for; nothing is known of its files meanwhile.
    if (now === undefined) continue;
    // A file that comes back is a new one, even with the size and time of the old.
    for (const file of done.keys()) if (!now.has(file)) done.delete(file);
    for (const [file, state] of now) {
      if (state === undefined || done.get(file) === state || before.get(file) !== state || state.startsWith("0 ")) continue;
      done.set(file, state);
      yield file;
    }
    before = now;
  }
}

async function look(folder: string): Promise<States> {
  const names = (await readdir(folder)).filter(isPictureName).toSorted();
  const states = await Promise.all(names.map(async (name) => await stateOf(path.join(folder, name))));
  return new Map(states.filter((state) => state !== undefined));
}

/** Undefined where there is no such file. */
async function stateOf(file: string): Promise<readonly [string, string | undefined] | undefined> {
  try {
    const facts = await stat(file);
    return facts.isFile() ? [file, `${facts.size} ${facts.mtimeMs}`] : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : [file, undefined];
  }
}
