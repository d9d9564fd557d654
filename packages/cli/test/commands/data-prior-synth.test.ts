import assert from "node:assert/strict";
import { existsSync, linkSync, readdirSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { runFmpn, startFmpn } from "./run-fmpn.js";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-cli-"));
  t.after(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

test("version and help succeed; wrong usage is 2, failed work 1 with one line", async (t) => {
  const folder = await temporaryFolder(t);
  const [version, help, nothing, unknown, badOption, badMargin, failed] = await Promise.all([
    runFmpn(["--version"]),
    runFmpn(["prior", "--help"]),
    runFmpn([]),
    runFmpn(["dance"]),
    runFmpn(["synth", "--out", path.join(folder, "x"), "--count", "many"]),
    runFmpn(["faces", "face.jpg", "--margin", "-0.2"]),
    runFmpn(["data", path.join(folder, "nowhere")]),
  ]);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
  assert.equal(version.code, 0);
  assert.match(help.out, /--folds <rule> .*paper[^]*subject\),\s+or\s+split:NAME/);
  assert.equal(help.code, 0);
  assert.equal(nothing.code, 2);
  assert.match(unknown.err, /unknown command 'dance'/);
  assert.equal(unknown.code, 2);
  assert.match(badOption.err, /Give a whole number from 1/);
  assert.equal(badOption.code, 2);
  assert.match(badMargin.err, /Give a number from -0\.19 to 10/);
  assert.equal(badMargin.code, 2);
  assert.match(failed.err, /^fmpn: .*nowhere is no folder\n$/);
  assert.equal(failed.code, 1);
});

test("from drawing faces to looking at them to their motion masks", async (t) => {
  const folder = await temporaryFolder(t);
  const set = path.join(folder, "set");
  const drawn = await runFmpn(["synth", "--out", set, "--count", "42", "--size", "64", "--test", "0.5", "--seed", "3"]);
  assert.equal(drawn.code, 0, drawn.err);
  assert.match(drawn.out, /^42 faces of 6 people/);
  const again = await runFmpn(["synth", "--out", set, "--count", "42"]);
  assert.match(again.err, /is not empty/);

  const sheet = path.join(folder, "sheet.png");
  const looked = await runFmpn(["data", set, "--where", "role=face", "--json", "--sheet", sheet, "--workers", "0"]);
  assert.equal(looked.code, 0, looked.err);
  const found = JSON.parse(looked.out) as Record<string, unknown>;
  assert.equal(found["samples"], 42);
  assert.deepEqual(found["sharedSubjects"], []);
  assert.deepEqual(found["unreadable"], []);
  assert(existsSync(sheet));
  const text = await runFmpn(["data", set, "--workers", "0"]);
  assert.match(text.out, /^set: layout manifest, 78 samples, hash [0-9a-f]{16}\n/);

  const out = path.join(folder, "prior");
  const made = await runFmpn(["prior", set, "--out", out, "--folds", "3", "--size", "24", "--workers", "0"]);
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /method pairs[^]*fold 2/);
  const report = JSON.parse(await readFile(path.join(out, "prior.json"), "utf8")) as { folds: unknown[] };
  assert.equal(report.folds.length, 3);
  assert(existsSync(path.join(out, "1", "surprise.png")));
  const wrong = await runFmpn(["prior", set, "--out", out, "--folds", "some"]);
  assert.match(wrong.err, /--folds some is no rule/);
});

test("mistakes in a manifest are all reported with their lines", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, "labels.csv"), "file,label\na.png,fear\n../b.png,glee\n");
  const { code, err } = await runFmpn(["data", folder]);
  assert.equal(code, 1);
  assert.match(err, /labels\.csv:2: file: a\.png does not exist/);
  assert.match(err, /labels\.csv:3: file: "\.\.\/b\.png" leads out/);
  assert.match(err, /labels\.csv:3: label: "glee" is not known/);
});

test("Ctrl-C stops with code 130 and leaves nothing; what a killed process left is drawn over", async (t) => {
  const set = path.join(await temporaryFolder(t), "set");
  const { code, err } = await startFmpn(["synth", "--out", set, "--count", "100000"], () => existsSync(set) && readdirSync(set).length > 0);
  assert.equal(code, 130, err);
  assert(!existsSync(set));
  await mkdir(path.join(set, "images"), { recursive: true });
  await writeFile(path.join(set, "images", "0.png"), "half");
  const again = await runFmpn(["synth", "--out", set, "--count", "7", "--size", "32"]);
  assert.equal(again.code, 0, again.err);
});

test("pictures that cannot be read are named with the true reason by every command, and an empty selection is an error", async (t) => {
  const folder = await temporaryFolder(t);
  const set = path.join(folder, "set");
  const demo = fileURLToPath(new URL("../../../../demo/images/", import.meta.url));
  for (const label of ["happy", "neutral"]) await mkdir(path.join(set, label), { recursive: true });
  await copyFile(path.join(demo, "L030_smile.jpg"), path.join(set, "happy", "1.jfif"));
  await copyFile(path.join(demo, "L030_neutral.jpg"), path.join(set, "neutral", "1.jpg"));
  await writeFile(path.join(set, "happy", "empty.jpg"), "");
  await writeFile(path.join(set, "happy", "iphone.jpg"), Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"));
  await writeFile(path.join(set, "loose.png"), "");
  const cache = { FMPN_CACHE: path.join(folder, "cache") };
  const out = path.join(folder, "masks");
  const runs = await Promise.all([["data", set], ["evaluate", set], ["evaluate", set, "--detect"], ["prior", set, "--out", out, "--method", "means"]].map(async (args) => ({ args, ...(await runFmpn(args, cache)) })));
  for (const { args, code, out: said, err } of runs) {
    assert.equal(code, 0, err);
    assert.match(said, /happy\/empty\.jpg: has zero bytes/, args.join(" "));
    assert.match(said, /happy\/iphone\.jpg: is a HEIC picture; convert it to JPEG/, args.join(" "));
    assert.match(said, /left out: 1 × beside the class folders/, args.join(" "));
    assert.ok(!said.includes(`${set}/happy`), "named as the set has it");
  }
  for (const args of [["data", `${set}@label=fear`], ["data", set, "--where", "label=afraid"], ["evaluate", set, "--classes", "fear"], ["prior", set, "--out", out, "--where", "label=Fear"]]) {
    const { code, err } = await runFmpn(args, cache);
    assert.equal(code, 1, args.join(" "));
    assert.match(err, /^fmpn: set: label=\w+ leaves no sample; label is happiness, neutral\n$/, args.join(" "));
  }
});

test("Ctrl-C while threads look for faces ends with code 130, not with a fault of the native runtime", async (t) => {
  const folder = await temporaryFolder(t);
  const set = path.join(folder, "set");
  await runFmpn(["synth", "--out", set, "--count", "7", "--size", "64"]);
  // The same faces under many names, so that threads look for a while.
  const [header, ...rows] = (await readFile(path.join(set, "labels.csv"), "utf8")).trimEnd().split("\n");
  const copies = Array.from({ length: 400 }, (_, copy) => rows.map((row) => row.replaceAll(/(images|neutral|regions)\//g, `$1/${copy}-`)));
  await writeFile(path.join(set, "labels.csv"), [header, ...copies.flat()].join("\n"));
  for (const kind of ["images", "neutral", "regions"]) {
    for (const name of readdirSync(path.join(set, kind))) for (const copy of copies.keys()) linkSync(path.join(set, kind, name), path.join(set, kind, `${copy}-${name}`));
  }
  // Long enough for the command to begin on a busy machine, short of the half minute that its work takes.
  const wanted = performance.now() + 6000;
  const { code, err } = await startFmpn(["prior", set, "--out", path.join(folder, "masks")], () => performance.now() > wanted, { FMPN_CACHE: path.join(folder, "cache") });
  assert.equal(code, 130, err);
  assert.match(err, /\nstopped\n$/);
  assert(!existsSync(path.join(folder, "masks")));
});
