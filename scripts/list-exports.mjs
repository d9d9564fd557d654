// Lists what every entry point of every package exports, by their declarations:
//   npm run build && node scripts/list-exports.mjs > packages/fmpn/test/packaging/exports.txt
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The names that each entry point of the packages exports; types are marked. */
export function listExports(packages = ["graph", "fmpn", "page", "lab", "studio", "hub", "cli"]) {
  const entries = packages.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(path.join(root, "packages", folder, "package.json"), "utf8"));
    return Object.entries(exports).flatMap(([key, { types }]) => (types === undefined ? [] : [[path.posix.join(name, key), path.join(root, "packages", folder, types)]]));
  });
  const program = ts.createProgram(entries.map(([, file]) => file), { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: ["node"], typeRoots: [path.join(root, "node_modules/@types")], skipLibCheck: true });
  const checker = program.getTypeChecker();
  return entries.map(([name, file]) => {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
    const names = symbols.map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return `${target.flags & ts.SymbolFlags.Value ? "" : "type "}${symbol.name}`;
    });
    return `${name}\n${names.sort().map((line) => `  ${line}\n`).join("")}`;
  }).join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(listExports());
