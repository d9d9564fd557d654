// What `npm pack` would put into each package's tarball.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const packages = fileURLToPath(new URL("../../../", import.meta.url));

const expected: Readonly<Record<string, readonly string[]>> = {
  graph: ["dist/index.js", "dist/index.d.ts", "dist/training/worker-entry.browser.js", "dist/training/worker-entry.node.js"],
  fmpn: [
    "dist/index.js",
    "dist/index.d.ts",
    "bin/fmpn.js",
    "dist/recognizer/worker/recognizer-worker.browser.js",
    "dist/recognizer/worker/recognizer-worker.node.js",
    "models/expressions/compact.onnx",
    "models/expressions/README.md",
    "models/expressions/LICENSE",
    "models/expressions/LICENSE-faceplugin",
    "models/faces/README.md",
    "models/faces/LICENSE",
    "models/faces/LICENSE-faceplugin",
    "models/faces/face-detector.onnx",
    "models/faces/second-look.onnx",
    "models/faces/faceplugin-landmarks.onnx",
  ],
  lab: [
    "dist/index.js",
    "dist/index.d.ts",
    ...["LICENSE", "README.md", "weights.safetensors"].map((file) => `models/mobile-face-net/${file}`),
    ...["LICENSE", "README.md", "detector.onnx"].map((file) => `models/ultra-light-rfb/${file}`),
    ...["LICENSE", "LICENSE-faceplugin", "README.md", "weights.safetensors"].map((file) => `models/expressions-in-the-wild/${file}`),
  ],
  page: ["dist/index.js", "dist/index.d.ts", "dist/server.js", "dist/standalone.js"],
  studio: ["dist/index.js", "dist/index.d.ts", ...["look.js", "recognizer-worker.browser.js", "service-worker.js"].map((file) => `dist/bundle/js/${file}`)],
  cli: ["bin/fmpn.js", "dist/index.js", "dist/index.d.ts"],
};

/** Sources come along for the source maps, which debuggers and "go to definition" follow. */
const allowed = /^(?:package\.json|README\.md|LICENSE|bin\/fmpn\.js|dist\/.+\.(?:js|d\.ts)(?:\.map)?|src\/.+\.ts|dist\/bundle\/demo\/\w+\.jpg|dist\/browser\/kernels\.wasm|models\/.+)$/;

for (const [name, needed] of Object.entries(expected)) {
  test(`the tarball of packages/${name} holds what it needs and nothing else`, async () => {
    const folder = path.join(packages, name);
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: folder, maxBuffer: 1 << 24 });
    const [tarball] = JSON.parse(stdout) as { files: { path: string }[] }[];
    const files = new Set(tarball?.files.map((file) => file.path));
    assert.deepEqual(["package.json", "README.md", "LICENSE", ...needed].filter((file) => !files.has(file)), [], "missing");
    assert.deepEqual([...files].filter((file) => !allowed.test(file)), [], "too much");
    for (const file of files) {
      if (!file.endsWith(".map")) continue;
      const { sources } = JSON.parse(await readFile(path.join(folder, file), "utf8")) as { sources: string[] };
      for (const source of sources) {
        const target = path.posix.join(path.posix.dirname(file), source);
        assert.ok(files.has(target), `${file} leads to ${target}, which is not there: left over from an earlier build? npm run clean`);
      }
    }
  });
}
