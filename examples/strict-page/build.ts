// Builds the webcam page into a folder of plain files, without a framework.
//   npx tsx examples/strict-page/build.ts OUT
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const page = fileURLToPath(new URL("../webcam/", import.meta.url));
/** Where a package lies that is installed here. */
const packageFolder = (name: string, file: string): string => path.dirname(fileURLToPath(import.meta.resolve(`${name}/${file}`)));

/** The code looks for its worker and WebAssembly beside itself, for the models two folders above: so the code lies in `code/js/`. */
export async function buildStrictPage(out: string): Promise<void> {
  const fmpn = packageFolder("fmpn", "package.json");
  const code = path.join(out, "code", "js");
  await mkdir(code, { recursive: true });
  await build({
    entryPoints: { main: path.join(page, "main.js"), "recognizer-worker.browser": path.join(fmpn, "dist/recognizer/worker/recognizer-worker.browser.js") },
    outdir: code,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  await cp(path.join(packageFolder("onnxruntime-web", "wasm"), "ort-wasm-simd-threaded.wasm"), path.join(code, "ort-wasm-simd-threaded.wasm"));
  await cp(path.join(fmpn, "models"), path.join(out, "models"), { recursive: true });
  for (const file of ["style.css", "icon.svg"]) await cp(path.join(page, file), path.join(out, file));
  const html = await readFile(path.join(page, "index.html"), "utf8");
  await writeFile(path.join(out, "index.html"), html.replace('src="main.js"', 'src="code/js/main.js"'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildStrictPage(process.argv[2] ?? "out/strict-page");
