// The declarations of the published packages in a stranger's project: with Node's types and without the DOM library.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** The names under which a package's code can be imported. */
function entryPoints(folder: string): string[] {
  const { name, exports } = JSON.parse(readFileSync(path.join(root, "packages", folder, "package.json"), "utf8")) as { name: string; exports: Record<string, { types?: string }> };
  return Object.keys(exports).filter((key) => exports[key]?.types !== undefined).map((key) => path.posix.join(name, key));
}

test("all declarations compile in a Node project without the DOM library, strictly and unskipped", () => {
  const names = ["graph", "fmpn", "page", "lab"].flatMap(entryPoints);
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
  const file = path.join(root, "packages/fmpn/out/stranger.mts");
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2022.d.ts"],
    types: ["node"],
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    typeRoots: [path.join(root, "node_modules/@types")],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? program : readFile(name));
  host.getSourceFile = (name, ...more) => (name === file ? ts.createSourceFile(name, program, ts.ScriptTarget.ES2022) : getSourceFile(name, ...more));
  const found = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  assert.deepEqual(found.map(({ file, start, messageText }) => `${file === undefined ? "" : `${path.relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(start ?? 0).line + 1}: `}${ts.flattenDiagnosticMessageText(messageText, "\n")}`), []);
});
