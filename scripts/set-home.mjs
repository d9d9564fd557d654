// Writes where the project lives on the web into every package.json and CITATION.cff:
//   node scripts/set-home.mjs https://example.com/owner/fmpn
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [given = ""] = process.argv.slice(2);
if (!/^https:\/\/[^/]+\/./.test(given)) {
  console.error("Name the address of the repository: node scripts/set-home.mjs https://…");
  process.exit(1);
}
const home = given.replace(/(?:\.git)?\/?$/, "");
for (const name of readdirSync(path.join(root, "packages"))) {
  const file = path.join(root, "packages", name, "package.json");
  const { name: own, version, description, keywords, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  delete rest.homepage;
  delete rest.bugs;
  delete rest.repository;
  const at = { homepage: `${home}#readme`, bugs: `${home}/issues`, repository: { type: "git", url: `git+${home}.git`, directory: `packages/${name}` } };
  writeFileSync(file, `${JSON.stringify({ name: own, version, description, keywords, ...at, ...rest }, undefined, 2)}\n`);
}
const citation = path.join(root, "CITATION.cff");
const text = readFileSync(citation, "utf8").replace(/^repository-code: .*\n/m, "");
writeFileSync(citation, text.replace(/^license: .*\n/m, (line) => `${line}repository-code: ${home}\n`));
