import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

test("npx fmpn beside the library alone says what to install, and beside fmpn-cli is the command", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fmpn-command-"));
  try {
    const installed = path.join(folder, "node_modules/fmpn");
    cpSync(path.join(packageFolder, "bin"), path.join(installed, "bin"), { recursive: true });
    cpSync(path.join(packageFolder, "package.json"), path.join(installed, "package.json"));
    const run = (): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, [path.join(installed, "bin/fmpn.js"), "--version"], { cwd: folder, encoding: "utf8" });
    const alone = run();
    assert.equal(alone.status, 1);
    assert.match(alone.stderr, /fmpn-cli, which is not installed here .*\nInstall it with: npm install fmpn-cli\n$/);
    symlinkSync(path.join(packageFolder, "../cli"), path.join(folder, "node_modules/fmpn-cli"));
    const together = run();
    assert.equal(together.status, 0, together.stderr);
    assert.match(together.stdout, /^\d+\.\d+\.\d+\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
