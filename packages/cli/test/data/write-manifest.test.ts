import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { DataSet, Sample } from "@fmpn/lab";
import { writeManifest } from "#src/data/write-manifest.js";

test("a manifest has no neutral face without a row; one that is there stays as it is, before anything is written", async (t) => {
  const root = await mkdtemp(path.join(tmpdir(), "fmpn-manifest-"));
  t.after(async () => await rm(root, { recursive: true }));
  const pixels = { width: 2, height: 1, data: Uint8Array.of(0, 255) };
  const row = (file: string, neutral?: string): Sample => ({ file, label: "fear", neutral, columns: {}, pixels });
  const set = (samples: readonly Sample[]): DataSet => ({ name: "set", root, layout: "other", samples, skipped: [] });
  await writeManifest(set([row("a.png", "n.png"), row("b.png", "a.png")]));
  assert.equal(await readFile(path.join(root, "labels.csv"), "utf8"), "file,label,neutral\na.png,fear,\nb.png,fear,a.png\n");
  await assert.rejects(writeManifest(set([row("c.png")])), /labels\.csv is there already and is left as it is/);
  assert.deepEqual((await readdir(root)).toSorted(), ["a.png", "b.png", "labels.csv"]);
});
