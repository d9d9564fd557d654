import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const text = (file: string): string => readFileSync(path.join(root, file), "utf8");
const packages = readdirSync(path.join(root, "packages"));
const manifest = (name: string): Record<string, unknown> => JSON.parse(text(`packages/${name}/package.json`)) as Record<string, unknown>;

const names = new Set(packages.flatMap((name) => ["src", "test"].flatMap((part) => listed(`packages/${name}/${part}`).map((file) => path.basename(file)))));

function listed(folder: string): string[] {
  return existsSync(path.join(root, folder)) ? (readdirSync(path.join(root, folder), { recursive: true }) as string[]) : [];
}

/** Paths in backticks, meant from `packages/` or the root; a file's bare name must be that of some file. */
function missingPaths(document: string): string[] {
  const missing = ([, name = ""]: RegExpMatchArray): boolean => {
    if (/^\w[\w.-]*\.(?:ts|mjs)$/.test(name)) return !names.has(name);
    const [first = "", second = ""] = name.split("/");
    const full = packages.includes(first) && ["src", "test", "models", "docs", "examples", "bin"].includes(second) ? `packages/${name}` : name;
    return /^(?:packages|docs|scripts|bench|examples|test-support|demo|\.ci|\.github)\//.test(full) && !existsSync(path.join(root, full));
  };
  return [...text(document).matchAll(/`([\w.@-]+(?:\/[\w.@-]+)*\/?)`/g)].filter(missing).map(([, name = ""]) => `${document}: ${name}`);
}

test("documents name only files that there are", () => {
  assert.deepEqual(["docs/architecture.md", "docs/features.md", "CONTRIBUTING.md", "SECURITY.md"].flatMap(missingPaths), []);
});

test("the list of environment variables has those that the code reads", () => {
  const read = new Set(
    ["packages", "scripts", "bench", "test-support"].flatMap((folder) =>
      (readdirSync(path.join(root, folder), { recursive: true }) as string[])
        .filter((name) => /\.(?:ts|mjs)$/.test(name) && !/node_modules|dist/.test(name))
        .flatMap((name) => [...text(path.join(folder, name)).matchAll(/\b(FMPN_[A-Z]+|ORT_DISABLE_TELEMETRY)\b/g)].map(([, variable]) => variable)),
    ),
  );
  const listed = text("CONTRIBUTING.md");
  assert.deepEqual([...read].filter((name) => name !== undefined && !listed.includes(`\`${name}`)), []);
});

test("packages can be found, and their home is written in one go", (t) => {
  for (const name of packages) assert.ok((manifest(name)["keywords"] as string[] | undefined)?.length, `${name} has no keywords`);
  assert.match(text("CITATION.cff"), new RegExp(`^version: ${String(manifest("fmpn")["version"])}$`, "m"));
  const copy = mkdtempSync(path.join(tmpdir(), "fmpn-home-"));
  t.after(() => rmSync(copy, { recursive: true }));
  for (const file of ["CITATION.cff", "scripts/set-home.mjs", ...packages.map((name) => `packages/${name}/package.json`)]) cpSync(path.join(root, file), path.join(copy, file), { recursive: true });
  for (const address of ["https://example.com/some/fmpn.git", "https://example.com/some/fmpn/"]) execFileSync(process.execPath, [path.join(copy, "scripts/set-home.mjs"), address]);
  const { repository, homepage, ...rest } = JSON.parse(readFileSync(path.join(copy, "packages/graph/package.json"), "utf8")) as Record<string, unknown>;
  assert.deepEqual(repository, { type: "git", url: "git+https://example.com/some/fmpn.git", directory: "packages/graph" });
  assert.equal(homepage, "https://example.com/some/fmpn#readme");
  assert.deepEqual(rest["exports"], manifest("graph")["exports"]);
  assert.equal(readFileSync(path.join(copy, "CITATION.cff"), "utf8").match(/^repository-code: https:\/\/example\.com\/some\/fmpn$/gm)?.length, 1);
});
