import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { readManifest } from "#src/datasets/manifest.js";
import { fabricateFolder } from "./fabricated-folder.js";

const utf16 = (text: string, mark: boolean): Uint8Array => Buffer.from(`${mark ? "\uFEFF" : ""}${text}`, "utf16le");
const rows = "file,label\na.jpg,happy\nb.jpg,neutral\n";

test("a manifest is read as spreadsheets save it", async (t) => {
  const root = await fabricateFolder(t, { "a.jpg": "", "b.jpg": "", "ü, ö.jpg": "" });
  const forms: Record<string, string | Uint8Array> = {
    semicolons: rows.replaceAll(",", ";"),
    "semicolons and commas in fields": 'file;label;note\na.jpg;happy;"1,5; 2,5"\nb.jpg;neutral;1,5\n',
    tabs: rows.replaceAll(",", "\t"),
    "a line that says so": `sep=;\r\n${rows.replaceAll(",", ";")}`,
    "UTF-16 with its mark": utf16(rows, true),
    "UTF-16 without": utf16(rows, false),
    "UTF-16, big end first": Buffer.from(utf16(rows, true)).swap16(),
    "UTF-16 and tabs": utf16(rows.replaceAll(",", "\t"), true),
    "rows of commas": `${rows},\n,\n\n`,
    "capital letters in the header": rows.replace("file,label", "File, LABEL "),
    "a mark and Windows' line ends": `\uFEFF${rows.replaceAll("\n", "\r\n")}`,
  };
  for (const [form, content] of Object.entries(forms)) {
    await writeFile(path.join(root, "labels.csv"), content);
    const { samples } = await readManifest(root);
    assert.deepEqual(samples.map(({ file, label }) => [file, label]), [["a.jpg", "happiness"], ["b.jpg", "neutral"]], form);
  }
  await writeFile(path.join(root, "labels.csv"), Buffer.from('file;label\n"ü, ö.jpg";happy\n', "latin1"));
  assert.equal((await readManifest(root)).samples[0]?.file, "ü, ö.jpg");
});

test("a table that cannot be understood is named exactly", async (t) => {
  const root = await fabricateFolder(t, { "a.jpg": "", "labels.csv": "file|label\na.jpg|happy\n" });
  await assert.rejects(readManifest(root), /labels\.csv:1: file: the header row lacks this column; it has file\|label/);
  await writeFile(path.join(root, "labels.csv"), "file,label\n,,\n");
  await assert.rejects(readManifest(root), /labels\.csv:1: no row follows the header/);
  await writeFile(path.join(root, "labels.csv"), `file,label\na.jpg,${"1 ".repeat(5000)}\n`);
  await assert.rejects(readManifest(root), (error: Error) => error.message.length < 500 && /label: "1 1 .*…" is not known/.test(error.message));
});

test("a name is found in whichever way its letters are composed; another case is told", async (t) => {
  const root = await fabricateFolder(t, { "e\u0301.jpg": "", "हिन्दी.JPG": "", "labels.csv": "file,label,subject,neutral\n\u00e9.jpg,neutral,1,\nहिन्दी.JPG,happy,1,\u00e9.jpg\n" });
  const [neutral, happy] = (await readManifest(root)).samples;
  assert.deepEqual([neutral?.file, happy?.neutral], ["e\u0301.jpg", "e\u0301.jpg"]);
  await writeFile(path.join(root, "labels.csv"), "file,label\nE\u0301.JPG,happy\n");
  await assert.rejects(readManifest(root), /does not exist in the data set's folder, but .*\.jpg does/);
});
