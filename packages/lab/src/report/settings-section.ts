import type { Block, Cell, Section } from "@fmpn/page/blocks";
import type { RunRecord } from "../runs/read-run.js";

/** What the runs were made of: data, versions, and the settings in which they differ. */
export function settingsSection(runs: readonly RunRecord[]): Section {
  const settings = runs.map(({ recipe }) => flattened(recipe ?? {}));
  const names = [...new Set(settings.flatMap((each) => [...each.keys()]))];
  const head = ["", ...runs.map(({ name }) => name)];
  const row = (name: string): Cell[] => [name, ...settings.map((each) => each.get(name) ?? "–")];
  const different = names.filter((name) => new Set(settings.map((each) => each.get(name))).size > 1);
  const blocks: Block[] = [{ kind: "table", words: true, head, rows: factRows(runs) }];
  if (runs.length > 1) {
    if (different.length > 0) blocks.push({ kind: "table", words: true, head, rows: different.map(row), note: "The settings in which the runs differ." });
    else if (names.length > 0) blocks.push({ kind: "text", text: "The runs have the same settings." });
  }
  if (names.length > 0) blocks.push({ kind: "table", words: true, head, rows: names.map(row), folded: "All settings" });
  return { title: "What was trained", blocks };
}

function factRows(runs: readonly RunRecord[]): Cell[][] {
  const rows: [string, (run: RunRecord) => string | undefined][] = [
    ["folder", ({ folder }) => folder],
    ["data (hash)", ({ facts }) => facts?.data.map(({ name, hash, images }) => `${name} (${hash}), ${images.toLocaleString("en")} images`).join("; ")],
    ["begun", ({ facts }) => facts?.startedAt.replace(/^(\S+)T(\d\d:\d\d).*Z$/, "$1 $2 UTC")],
    ["version", ({ facts }) => facts?.version],
    ["Node.js", ({ facts }) => facts?.node],
    ["from", ({ recipe }) => recipe?.start || undefined],
    ["models", ({ models }) => (models.size === 0 ? "none yet" : models.size === 1 ? "1" : `${models.size}, one for each fold`)],
  ];
  return rows
    .map(([name, value]) => [name, ...runs.map((run) => value(run) ?? "–")])
    .filter(([, ...values]) => values.some((value) => value !== "–"));
}

/** `{ maskStage: { epochs: 1 } }` as `maskStage.epochs` → `1`. */
function flattened(value: object, before = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, entry] of Object.entries(value as Record<string, unknown>)) {
    const where = `${before}${name}`;
    if (typeof entry === "object" && entry !== null && !Array.isArray(entry)) {
      for (const [inner, text] of flattened(entry, `${where}.`)) flat.set(inner, text);
    } else {
      flat.set(where, Array.isArray(entry) ? entry.join(", ") : String(entry));
    }
  }
  return flat;
}
