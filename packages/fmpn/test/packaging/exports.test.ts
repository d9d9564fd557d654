import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("every entry point exports the names that are listed, and no others", () => {
  const script = fileURLToPath(new URL("../../../../scripts/list-exports.mjs", import.meta.url));
  const listed = readFileSync(new URL("exports.txt", import.meta.url), "utf8").split("\n");
  const found = execFileSync(process.execPath, [script], { encoding: "utf8" }).split("\n");
  // Meant? Then: npm run build && node scripts/list-exports.mjs > packages/fmpn/test/packaging/exports.txt
  assert.deepEqual(found, listed);
});
