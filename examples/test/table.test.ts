import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { faceTable } from "../table/folder-to-table.ts";

test("a folder becomes a table, with a line for what cannot be read", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-table-"));
  t.after(async () => await rm(folder, { recursive: true }));
  for (const name of ["L030_smile.jpg", "L031_neutral.jpg"]) await copyFile(new URL(`../../demo/images/${name}`, import.meta.url), path.join(folder, name));
  await writeFile(path.join(folder, "empty.png"), "");
  const lines: string[] = [];
  for await (const line of faceTable(folder)) lines.push(line);
  const head = lines.shift();
  assert.match(head ?? "", /^file,face,x,y,width,height,expression,neutral,.*,error$/);
  assert.deepEqual(lines.map((line) => line.split(",").filter((_, at) => [0, 1, 6].includes(at)).join(" ")), ["L030_smile.jpg 1 happiness", "L031_neutral.jpg 1 neutral", "empty.png  "]);
  assert.match(lines[2] ?? "", /has zero bytes$/);
});
