// Puts a package as it is published into a folder: its files and, for those that programs begin with, entries for Node that are bundled,
// because Node takes five times as long to load a hundred small modules as to load a few large ones. The repository's own manifests name
// the modules one by one, so that nothing that runs here is older than its source.
//   node scripts/stage-package.mjs FOLDER PACKAGE…   e.g. out/published graph fmpn: into FOLDER/node_modules, ready for npm publish
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
/** What of a package lies in one file: recognising loads the first. */
const together = {
  graph: [(entry) => /inference|workers|package-files/.test(entry), () => true],
  fmpn: [(entry) => /dist\/(?:index|faces|images)/.test(entry), () => true],
};

/** @returns the package's folder, `folder`/node_modules/NAME */
export async function stagePackage(name, folder) {
  const from = path.join(root, "packages", name);
  const manifest = JSON.parse(readFileSync(path.join(from, "package.json"), "utf8"));
  const to = path.join(folder, "node_modules", manifest.name);
  rmSync(to, { recursive: true, force: true });
  const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: from, encoding: "utf8", maxBuffer: 1 << 24 }));
  for (const { path: file } of files) cpSync(path.join(from, file), path.join(to, file));
  if (together[name] !== undefined) {
    await bundleForNode(from, to, manifest, together[name]);
    writeFileSync(path.join(to, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  return to;
}

/** Bundles what a package exports into a file for each group; its entries hand out what is theirs of it. */
async function bundleForNode(from, to, manifest, groups) {
  const entries = Object.entries(manifest.exports).filter(([, entry]) => entry.default?.endsWith(".js") && !entry.default.includes("/browser/"));
  const texts = groups.map(() => []);
  for (const [name, { types, default: file }] of entries) {
    const group = groups.findIndex((holds) => holds(file));
    const own = (exported) => `${exported}_of${file.replace(/\W+/g, "_")}`;
    const names = Object.keys(await import(pathToFileURL(path.join(from, file)).href));
    texts[group].push(`export { ${names.map((exported) => `${exported} as ${own(exported)}`).join(", ")} } from ${JSON.stringify(file)};`);
    const entry = path.join(to, "dist/node", path.posix.relative("dist", file));
    mkdirSync(path.dirname(entry), { recursive: true });
    writeFileSync(entry, `export { ${names.map((exported) => `${own(exported)} as ${exported}`).join(", ")} } from ${JSON.stringify(`${path.posix.relative(path.posix.dirname(file), "dist") || "."}/part-${group}.js`)};\n`);
    manifest.exports[name] = { types, browser: file, node: `./dist/node/${path.posix.relative("dist", file)}`, default: file };
  }
  // Bundled where the sources lie, so that the maps lead to them.
  const outdir = path.join(from, "dist/node");
  await build({
    entryPoints: texts.map((_, group) => `part-${group}`),
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    sourcemap: true,
    sourcesContent: false,
    chunkNames: "shared-[hash]",
    plugins: [
      kernelsWritten,
      {
        name: "parts",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^part-\d+$/ }, ({ path: part }) => ({ path: part, namespace: "part" }));
          onLoad({ filter: /.*/, namespace: "part" }, ({ path: part }) => ({ contents: texts[Number(part.slice(5))].join("\n"), resolveDir: from }));
        },
      },
    ],
  });
  cpSync(outdir, path.join(to, "dist/node"), { recursive: true });
  rmSync(outdir, { recursive: true });
}

/** Kernels come written, in every style that an engine may want. */
const kernelsWritten = {
  name: "kernels written",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/kernels\/kernels\.js$/ }, ({ importer, path: file }) => (importer.endsWith("compile-kernels.js") ? { path: path.resolve(path.dirname(importer), file), namespace: "written" } : undefined));
    onLoad({ filter: /.*/, namespace: "written" }, async ({ path: file }) => {
      const { writeKernels } = await import(pathToFileURL(file).href);
      const styles = [{ relaxed: false, spread: false }, { relaxed: false, spread: true }, { relaxed: true, spread: false }];
      const texts = styles.map((style) => [JSON.stringify(style), Buffer.from(writeKernels(style)).toString("base64")]);
      return { contents: `const written = ${JSON.stringify(Object.fromEntries(texts))};\nexport const writeKernels = ({ relaxed, spread }) => Buffer.from(written[JSON.stringify({ relaxed, spread })], "base64");` };
    });
  },
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [folder = "", ...names] = process.argv.slice(2);
  for (const name of names.length > 0 ? names : readdirSync(path.join(root, "packages"))) console.log(await stagePackage(name, path.resolve(folder)));
}
