import { cpus } from "node:os";
import { noBrowser, withPage } from "../../test-support/browser.js";
import { openPage, pages, site } from "./chromium/open-page.js";
import { compare, type CompetitorScore } from "./compare.js";
import { openCompetitor } from "./competitor-process.js";
import { roster } from "./roster.js";
import { pictureSets, type PictureSet } from "./sets.js";

const help = `usage: npm run bench -- recognition [options]

Compares fmpn with other libraries for Node that read expressions, on the same pictures, picture by picture in turn, one
thread each: accuracy (a missed face is wrong), milliseconds, bytes and cold start. Wants bench/ installed
(npm ci --ignore-scripts --prefix bench) and the data sets (FMPN_SHARED).

  --limit N   pictures of each set, taken evenly; by default all
  --chromium  fmpn and human in headless Chromium on WebAssembly instead
  --only A;B  some of: ${Object.keys(roster).join("; ")}
  --starts N  new processes for the cold start; default 3
  --json      one JSON document on standard output`;

/** `npm run bench -- recognition`. */
export async function benchRecognition(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(help);
  const chromium = options.has("chromium");
  const offered = Object.keys(chromium ? pages : roster);
  const names = options.get("only")?.split(";").map((name) => name.trim()) ?? offered;
  const unknown = names.find((name) => !offered.includes(name));
  if (unknown !== undefined) throw new Error(`--only has no "${unknown}"; there are ${offered.join("; ")}`);
  const sets = pictureSets(positive(options, "limit", Infinity));
  const starts = positive(options, "starts", 3);
  const progress = (text: string): void => console.error(text);
  if (chromium && noBrowser !== false) throw new Error(noBrowser);
  const scores = chromium
    ? await withPage(await site(sets), async (page) => await compare(names, (name) => openPage(page, pages[name] ?? ""), sets, starts, progress))
    : await compare(names, openCompetitor, sets, starts, progress);
  const machine = { date: new Date().toISOString().slice(0, 10), node: process.version, cpu: cpus()[0]?.model.trim(), cores: cpus().length };
  console.log(options.has("json") ? JSON.stringify({ ...machine, scores }, null, 2) : tables(machine, sets, scores));
}

function positive(options: ReadonlyMap<string, string>, name: string, otherwise: number): number {
  const given = options.get(name);
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (!(Number.isInteger(value) && value > 0)) throw new Error(`--${name} wants a whole number above 0, not "${given}".`);
  return value;
}

function tables(machine: object, sets: readonly PictureSet[], scores: readonly CompetitorScore[]): string {
  const [reference] = scores;
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const accuracy = table(
    ["right (faces missed)", ...sets.map(({ name, pictures, size, classes }) => `${name}, ${pictures.length === size ? size : `${pictures.length} of ${size}`}, ${classes.length} classes`)],
    scores.map((score) => [score.name, ...score.sets.map(({ right, missed, pictures }) => `${((100 * right) / pictures).toFixed(1)} % (${missed})`)]),
  );
  const speed = table(
    ["medians", "ms a picture", `× ${reference?.name}`, ...sets.map(({ name }) => name), "expression alone, ms", "cold start, ms", "models", "engine"],
    scores.map((score) => [
      score.name,
      score.ms.toFixed(1),
      (score.ms / (reference?.ms ?? Number.NaN)).toFixed(2),
      ...score.sets.map(({ ms }) => ms.toFixed(1)),
      score.expressionMs.toFixed(1),
      score.coldMs.toFixed(0),
      megabytes(score.modelBytes),
      megabytes(score.engineBytes),
    ]),
  );
  return `${Object.values(machine).join(", ")}\n\n${accuracy}\n\n${speed}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
