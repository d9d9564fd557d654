// Runs the tests of every package and of the examples, or only the files whose path holds one of the words given:
//   node scripts/test.mjs [--full] [word …]
// (Node 20's own runner neither expands globs nor finds .ts files.)
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const words = process.argv.slice(2).filter((word) => word !== "--full");
const full = process.argv.includes("--full");

const files = readdirSync(path.join(root, "packages"))
  .map((name) => path.join("packages", name, "test"))
  .concat(path.join("examples", "test"))
  .flatMap((folder) => listTests(folder))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  // The studio's, the examples' and the command's tests take longest a file: begun first, they leave no core idle at the end.
  .sort((one, other) => Number(other.includes("studio")) - Number(one.includes("studio")) || (one < other ? -1 : 1));

if (files.length === 0) {
  console.error(`No test file holds ${words.join(" or ")} in its path.`);
  process.exit(1);
}
// One file more than cores: some wait for a browser or a command.
const { status } = spawnSync(process.execPath, ["--import", "tsx", "--test", "--test-reporter=spec", `--test-concurrency=${availableParallelism() + 1}`, ...files], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, ...(full ? { FMPN_FULL: "1" } : {}) },
});
process.exit(status ?? 1);

function listTests(folder) {
  try {
    return readdirSync(path.join(root, folder), { recursive: true })
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => path.join(folder, name));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}
