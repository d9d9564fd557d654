import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { parseMeasurement } from "@fmpn/lab/measurement";
import { runFmpn } from "./run-fmpn.js";

test("fmpn measure writes a document of drawn faces and of a folder, or says what is wrong", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-measure-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const file = path.join(folder, "measurement.json");
  const drawn = await runFmpn(["measure", "--synthetic", "7", "--seed", "3", "--threads", "1", "--out", file]);
  assert.equal(drawn.code, 0, drawn.err);
  const document = parseMeasurement(await readFile(file, "utf8"), file);
  assert.deepEqual([document.split.images, document.split.drawn?.seed, document.preprocessing.faces], [7, 3, "known eyes"]);
  assert.match(drawn.out, new RegExp(`^model {4}compact\\.onnx, ${document.model.sha256}\nsplit {4}synthetic faces, seed 3, 0 to 6, 96 px: 7 pictures`));

  const set = path.join(folder, "set");
  assert.equal((await runFmpn(["synth", "--out", set, "--count", "7", "--size", "64"])).code, 0);
  const read = await runFmpn(["measure", `${set}@role=face`, "--name", "drawn before", "--workers", "0", "--threads", "1", "--json"], { FMPN_CACHE: path.join(folder, "cache") });
  assert.equal(read.code, 0, read.err);
  const { split, preprocessing } = parseMeasurement(read.out, "the output");
  assert.deepEqual([split.name, split.images, split.subjects, split.drawn, preprocessing.faces], ["drawn before", 7, 1, undefined, "crops"]);

  const mistakes: [string[], RegExp][] = [
    [["measure"], /name a data set, or how many faces to draw with --synthetic/],
    [["measure", set, "--synthetic", "7"], /name a data set, or how many/],
    [["measure", "--synthetic", "7", "--detect"], /--detect is of pictures that show more than a face/],
  ];
  for (const [args, message] of mistakes) assert.match((await runFmpn(args)).err, message);
});
