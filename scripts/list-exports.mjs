// Lists what every entry point of every package exports, by their declarations:
//   npm run build && node scripts/list-exports.mjs > packages/fmpn/test/packaging/exports.txt
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The names that each entry point of the packages exports; types are marked. */
export function listExports(packages = ["graph", "fmpn", "page", "lab", "studio", "hub", "cli"]) {
  const entries = packages.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(path.join(root, "packages", folder, "package.json"), "utf8"));
    return Object.entries(exports).flatMap(([key, { types }]) => (types === undefined ? [] : [[path.posix.join(name, key), path.join(root, "packages", folder, types)]]));
  });
  return entries.map(([name, file]) => `${name}\n${exportsOf(file).sort().map((line) => `  ${line}\n`).join("")}`).join("\n");
}

/** @param {string} file of declarations, as the compiler writes them */
function exportsOf(file) {
  const text = readFileSync(file, "utf8");
  const listed = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, allTypes = "", names]) =>
    names.split(",").map((name) => name.trim().replace(/\S+ as /, "")).filter(Boolean).map((name) => allTypes + name));
  const declared = [...text.matchAll(/^export (?:declare )?(?:(interface|type)|function|const|class|\* as) (\w+)/gm)].map(([, type, name]) => (type === undefined ? name : `type ${name}`));
  const passedOn = [...text.matchAll(/^export \* from "(.*)\.js"/gm)].flatMap(([, other]) => exportsOf(path.join(path.dirname(file), `${other}.d.ts`)));
  return [...new Set([...listed, ...declared, ...passedOn])];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(listExports());
