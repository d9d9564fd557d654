// What a scanner of licences, a reader and a program learn of the weights' licences.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Recognizer } from "#src/recognizer/recognizer.js";

const packages = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, packages), "utf8");

test("a package that ships weights points at a LICENSE that names each folder of them and the code's licence", () => {
  const shipping = readdirSync(packages).filter((name) => existsSync(new URL(`${name}/models`, packages)));
  assert.ok(shipping.includes("fmpn") && shipping.includes("lab"));
  for (const name of readdirSync(packages)) {
    const { license } = JSON.parse(read(`${name}/package.json`)) as { license: string };
    assert.equal(license, shipping.includes(name) ? "SEE LICENSE IN LICENSE" : "MIT", name);
  }
  for (const name of shipping) {
    const text = read(`${name}/LICENSE`);
    assert.match(text, /^MIT License$/m);
    for (const folder of readdirSync(new URL(`${name}/models/`, packages))) {
      assert.ok(text.includes(`models/${folder}`), `${name}/LICENSE does not speak of models/${folder}`);
      const licences = readdirSync(new URL(`${name}/models/${folder}/`, packages)).filter((file) => file.startsWith("LICENSE"));
      assert.ok(licences.length > 0, `models/${folder} has no LICENSE`);
      for (const file of licences) assert.ok(text.includes(`models/${folder}/${file}`), `${name}/LICENSE does not speak of models/${folder}/${file}`);
    }
  }
});

test("the bundled model names its licence, and carries the card that lies beside it", async () => {
  const recognizer = await Recognizer.load();
  const { license = "", card } = recognizer.model;
  await recognizer.close();
  assert.match(license, /non-commercial/);
  // fmpn export MODEL --card README.md --out MODEL makes them equal.
  assert.equal(card, read("fmpn/models/expressions/README.md"));
});
