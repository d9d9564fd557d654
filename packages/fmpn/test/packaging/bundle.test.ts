// What a web page pays for an import, with the engine that runs networks, without the models.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/** The code that importing a name brings into a page at once: what is loaded when it is asked for (ONNX Runtime's side) is in files of its own. */
async function bundleOf(name: string): Promise<{ bytes: number; zipped: number; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from "fmpn";`, resolveDir: packageFolder, sourcefile: "page.js" },
    absWorkingDir: packageFolder,
    outdir: path.join(packageFolder, "out"),
    splitting: true,
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["onnxruntime-web/*"],
  });
  // Node's own modules do not resolve for a browser: had the bundle wanted one, building it would have failed.
  for (const { text } of outputFiles) assert.doesNotMatch(text, /["'`]node:|onnxruntime-node|sharp/);
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { path: other, kind, external } of metafile.outputs[file]?.imports ?? []) if (kind === "import-statement" && external !== true) load(other);
  };
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) if (entryPoint !== undefined && !entryPoint.includes("/dist/")) load(file);
  assert.ok(loaded.size > 0, Object.keys(metafile.outputs).join());
  const contents = outputFiles.filter(({ path: file }) => loaded.has(path.relative(packageFolder, file))).map(({ contents: bytes }) => bytes);
  const inputs = [...loaded].flatMap((file) => Object.entries(metafile.outputs[file]?.inputs ?? {}));
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  return { bytes: sum(contents.map(({ length }) => length)), zipped: sum(contents.map((bytes) => gzipSync(bytes).length)), inputs: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input) };
}

for (const { name, mostBytes } of [
  { name: "Recognizer", mostBytes: 130_000 },
  { name: "openFaceDetector, alignFace", mostBytes: 85_000 },
  { name: "colorMask", mostBytes: 2_000 },
]) {
  test(`import { ${name} } costs a page less than ${mostBytes / 1000} kB`, async (t) => {
    const { bytes, zipped, inputs } = await bundleOf(name);
    t.diagnostic(`${name}: ${(bytes / 1000).toFixed(1)} kB, ${(zipped / 1000).toFixed(1)} kB with gzip, ${inputs.length} modules`);
    assert.ok(bytes < mostBytes, `${bytes} bytes from ${inputs.join(", ")}`);
  });
}
