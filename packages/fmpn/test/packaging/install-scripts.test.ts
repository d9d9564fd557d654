import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

test("an installation of this repository runs no script of a dependency, with any npm, and warns of no setting", async () => {
  const root = new URL("../../../../", import.meta.url);
  // npm runs a dependency's install script only where the lock file says that there is one. Some npm version wrote it again: take it out.
  const lock = JSON.parse(await readFile(new URL("package-lock.json", root), "utf8")) as { packages: Record<string, { hasInstallScript?: boolean }> };
  // (npm 11 writes it again for a package with a binding.gyp whenever it installs, and then heeds what is denied by name.)
  const { allowScripts } = JSON.parse(await readFile(new URL("package.json", root), "utf8")) as { allowScripts: Record<string, boolean> };
  const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([place]) => place.replace(/^.*node_modules\//, ""));
  assert.deepEqual(scripted.filter((name) => allowScripts[name] !== false), []);
  const heeds = /^npm\/(?:1[2-9]|11\.(?:19|[2-9]\d))\./.test(process.env["npm_config_user_agent"] ?? "");
  if (heeds) assert.ok(!existsSync(new URL("node_modules/@photostructure/sqlite/build", root)), "its script ran and compiled: delete node_modules, and install again");
  // Newer versions warn of settings that they do not know, as those of a dependency are.
  assert.ok(!existsSync(new URL(".npmrc", root)));
});
