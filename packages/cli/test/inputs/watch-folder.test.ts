import assert from "node:assert/strict";
import { mkdir, mkdtemp, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { watchFolder } from "#src/inputs/watch-folder.js";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-watch-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const inbox = path.join(folder, "inbox");
  await mkdir(inbox);
  return inbox;
}

/** Watches a folder look by look: each call lets one more happen. @returns the name of the picture that it told of */
async function watchByLooks(folder: string): Promise<() => Promise<string | undefined>> {
  let go = (): void => {};
  let looked = (): void => {};
  const arriving = await watchFolder(folder, async () => {
    looked();
    await new Promise<void>((resolve) => (go = resolve));
  });
  let next: Promise<string> | undefined;
  const take = async (): Promise<string> => path.basename((await arriving.next()).value ?? "");
  return async () => {
    const done = new Promise<undefined>((resolve) => (looked = () => resolve(undefined)));
    if (next === undefined) {
      next = take();
      await done;
      return undefined;
    }
    go();
    const told = await Promise.race([next, done]);
    if (told !== undefined) next = undefined;
    return told;
  };
}

test("a picture that an outage cuts off comes once it is whole, and not while the folder is gone", async (t) => {
  const inbox = await temporaryFolder(t);
  const look = await watchByLooks(inbox);
  assert.equal(await look(), undefined);
  await writeFile(path.join(inbox, "new.jpg"), "half");
  assert.equal(await look(), undefined, "seen for the first time");
  await rename(inbox, `${inbox}-away`);
  assert.equal(await look(), undefined, "the folder is gone");
  assert.equal(await look(), undefined);
  await writeFile(path.join(`${inbox}-away`, "new.jpg"), "the whole picture");
  await rename(`${inbox}-away`, inbox);
  assert.equal(await look(), undefined, "back, and changed");
  assert.equal(await look(), "new.jpg");
});

test("a picture that goes and comes back is a new one, even with the same size and time", async (t) => {
  const inbox = await temporaryFolder(t);
  const file = path.join(inbox, "card.jpg");
  await writeFile(file, "picture");
  const { mtime } = await stat(file);
  const look = await watchByLooks(inbox);
  assert.equal(await look(), undefined);
  await rm(file);
  assert.equal(await look(), undefined);
  await writeFile(file, "picture");
  await utimes(file, mtime, mtime);
  assert.equal(await look(), undefined);
  assert.equal(await look(), "card.jpg");
});
