// What a web page pays for an import, without the models and the engine that runs them (which size.test.ts bounds).
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/** The code that importing a name brings into a page at once: what is loaded when it is asked for (ONNX Runtime's side) is in files of its own. */
async function bundleOf(name: string, from: string): Promise<{ bytes: number; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from "${from}";`, resolveDir: packageFolder, sourcefile: "page.js" },
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
  const inputs = [...loaded].flatMap((file) => Object.entries(metafile.outputs[file]?.inputs ?? {})).filter(([input, { bytesInOutput }]) => bytesInOutput > 0 && !input.includes("/graph/dist/wasm/"));
  return { bytes: inputs.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0), inputs: inputs.map(([input]) => input) };
}

for (const { name, from, mostBytes } of [
  { name: "Recognizer", from: "fmpn", mostBytes: 130_000 },
  { name: "openFaceDetector, alignFace", from: "fmpn/faces", mostBytes: 70_000 },
  { name: "colorMask", from: "fmpn/prior", mostBytes: 2_000 },
]) {
  test(`import { ${name} } from "${from}" costs a page less than ${mostBytes / 1000} kB`, async (t) => {
    const { bytes, inputs } = await bundleOf(name, from);
    t.diagnostic(`${name}: ${(bytes / 1000).toFixed(1)} kB, ${inputs.length} modules`);
    assert.ok(bytes < mostBytes, `${bytes} bytes from ${inputs.join(", ")}`);
  });
}
