// The declarations of the published packages in a stranger's project: with Node's types and without the DOM library.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** The names under which a package's code can be imported. */
function entryPoints(folder: string): string[] {
  const { name, exports } = JSON.parse(readFileSync(path.join(root, "packages", folder, "package.json"), "utf8")) as { name: string; exports: Record<string, { types?: string }> };
  return Object.keys(exports).filter((key) => exports[key]?.types !== undefined).map((key) => path.posix.join(name, key));
}

test("all declarations compile in a Node project without the DOM library, strictly and unskipped", (t) => {
  const names = ["graph", "fmpn", "page", "lab"].flatMap(entryPoints).filter((name) => name !== "@fmpn/page/browser"); // for pages alone
  assert.ok(names.includes("fmpn") && names.includes("fmpn/drawing"));
  const program = [
    ...names.map((name, index) => `import * as package${index} from "${name}";`),
    'import { Recognizer } from "fmpn";',
    'import { decodeImage } from "fmpn/pictures";',
    `console.log(${names.map((_, index) => `package${index}`).join(", ")});`,
    "const recognizer = await Recognizer.load();",
    'const [face] = await recognizer.recognize("photo.jpg");',
    'if (face?.expression === "anger") console.log(face.probabilities.anger);',
    'await decodeImage(Buffer.from(""));',
    "export {};",
  ].join("\n");
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: "es2022",
    module: "nodenext",
    lib: ["es2022"],
    types: ["node"],
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
  };
  // Beside the packages, so that they are found by their names.
  mkdirSync(path.join(root, "packages/fmpn/out"), { recursive: true });
  const project = mkdtempSync(path.join(root, "packages/fmpn/out/stranger-"));
  t.after(() => rmSync(project, { recursive: true }));
  writeFileSync(path.join(project, "stranger.mts"), program);
  writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["stranger.mts"] }));
  const { stdout, status } = spawnSync(process.execPath, [path.join(root, "node_modules/@typescript/native/bin/tsc"), "-p", project, "--pretty", "false"], { cwd: root, encoding: "utf8" });
  assert.deepEqual({ found: stdout.split("\n").filter(Boolean), status }, { found: [], status: 0 });
});
