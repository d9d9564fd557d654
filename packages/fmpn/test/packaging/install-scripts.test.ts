import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

test("an installation of this repository runs no script of a dependency, with any npm, and warns of no setting", async () => {
  const root = new URL("../../../../", import.meta.url);
  // npm runs a dependency's install script only where the lock file says that there is one. Some npm version wrote it again: take it out.
  const lock = JSON.parse(await readFile(new URL("package-lock.json", root), "utf8")) as { packages: Record<string, { hasInstallScript?: boolean }> };
  assert.deepEqual(Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([name]) => name), []);
  // Newer versions warn of settings that they do not know, as those of a dependency are.
  assert.ok(!existsSync(new URL(".npmrc", root)));
});
