// What a web page pays for an import, without ONNX Runtime and the models.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/** The code that importing a name brings into a page, as one file. */
async function bundleOf(name: string): Promise<{ bytes: number; zipped: number; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from "fmpn";`, resolveDir: packageFolder },
    absWorkingDir: packageFolder,
    outfile: path.join(packageFolder, "out/bundle.js"),
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["onnxruntime-web/*"],
  });
  const [file] = outputFiles;
  assert.ok(file);
  // Node's own modules do not resolve for a browser: had the bundle wanted one, building it would have failed.
  assert.doesNotMatch(file.text, /["'`]node:|onnxruntime-node|sharp/);
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return { bytes: file.contents.length, zipped: gzipSync(file.contents).length, inputs: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input) };
}

for (const { name, mostBytes } of [
  { name: "Recognizer", mostBytes: 130_000 },
  { name: "openFaceDetector, alignFace", mostBytes: 70_000 },
  { name: "colorMask", mostBytes: 2_000 },
]) {
  test(`import { ${name} } costs a page less than ${mostBytes / 1000} kB`, async (t) => {
    const { bytes, zipped, inputs } = await bundleOf(name);
    t.diagnostic(`${name}: ${(bytes / 1000).toFixed(1)} kB, ${(zipped / 1000).toFixed(1)} kB with gzip, ${inputs.length} modules`);
    assert.ok(bytes < mostBytes, `${bytes} bytes from ${inputs.join(", ")}`);
  });
}
