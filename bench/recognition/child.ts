// One competitor in a process of its own. Reads requests and prints answers, one JSON document a line.
import { statSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Competitor, timeSighting } from "./competitor.js";
import type { ChildAnswer, ChildRequest } from "./competitor-process.js";
import { roster } from "./roster.js";

const open = roster[process.argv[2] ?? ""];
if (open === undefined) throw new Error(`No competitor ${process.argv[2]}.`);
// Some competitors print on their own account, which must not stand between the answers.
console.log = console.info = console.warn;

const startedAt = performance.now();
const competitor: Competitor = await open();
const openMs = performance.now() - startedAt;
let coldMs: number | undefined;
const bytes = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0);

for await (const line of createInterface({ input: process.stdin })) {
  const { file, classes } = JSON.parse(line) as ChildRequest;
  const seen = await timeSighting(async () => await competitor.recognize(file, classes));
  coldMs ??= openMs + seen.ms;
  const answer: ChildAnswer = {
    ...seen,
    coldMs,
    modelBytes: bytes(competitor.loaded.models),
    engineBytes: bytes(competitor.loaded.engine),
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit();
