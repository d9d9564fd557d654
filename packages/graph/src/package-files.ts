/** The files that come with a package, found from Node: `@fmpn/graph/package-files`. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where a package's own file lies: beside the code, or, where a bundler took the code away from it, in `node_modules` near the
 * bundle, the program or the working folder. (Not `new URL("…", import.meta.url)`: bundlers for servers take that for an asset
 * and move the file; and in a CommonJS bundle there is no `import.meta.url`.)
 *
 * @param module `import.meta.url` of one of the package's modules
 * @param name the package's
 * @param file from the package's folder, e.g. `models/faces/detector.onnx`
 * @throws Error saying what to do
 */
export function packageFile(module: string | undefined, name: string, file: string): string {
  for (const start of [module?.startsWith("file:") === true ? path.dirname(fileURLToPath(module)) : undefined, path.dirname(process.argv[1] ?? "."), process.cwd()]) {
    if (start === undefined) continue;
    for (const folder of foldersFrom(path.resolve(start))) {
      const found = [folder, path.join(folder, "node_modules", name)].find((place) => nameOfPackage(place) === name);
      if (found !== undefined) return path.join(found, file);
    }
  }
  throw new Error(`The package ${name} brings ${file}, but no folder of it is found near this program: install ${name} where the bundle runs, or keep it out of the bundle.`);
}

function* foldersFrom(start: string): Generator<string, void, undefined> {
  let folder = start;
  for (;;) {
    yield folder;
    const above = path.dirname(folder);
    if (above === folder) return;
    folder = above;
  }
}

function nameOfPackage(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { name?: string }).name;
  } catch {
    return undefined;
  }
}
