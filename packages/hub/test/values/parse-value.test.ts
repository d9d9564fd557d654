import assert from "node:assert/strict";
import { test } from "node:test";
import { randomStream } from "../../src/generate/random-stream.js";
import { parseValue } from "../../src/values/parse-value.js";
import { realCells } from "./real-cells.js";

test("real cells are read as people would read them", () => {
  assert.ok(realCells.length >= 150);
  for (const [raw, number, spread, unit, note, status] of realCells) assert.deepEqual(parseValue(raw), { number, spread, unit, note, status }, JSON.stringify(raw));
});

test("whatever a cell holds, reading it ends well, and a number comes only of a whole number", () => {
  const random = randomStream(1, "cells");
  const pieces = ["12", ".", "3", "%", "±", "+-", "(", ")", "*", " ", "-", "−", ",", "e", "x", "/", "`", "NaN", "[", "]", "$", "**", "abc", "\u0000", "🙂", "O", "∞"];
  for (let turn = 0; turn < 4000; turn++) {
    const raw = Array.from({ length: random.below(7) }, () => pieces[random.below(pieces.length)]).join("");
    const { number, spread, status } = parseValue(raw);
    assert.equal(number === null, status !== "exact" && status !== "cleaned", JSON.stringify(raw));
    assert.ok(number === null || Number.isFinite(number));
    assert.ok(spread === null || (Number.isFinite(spread) && number !== null));
    if (status === "exact") assert.equal(String(number), String(Number(raw)));
  }
});

test("a long text is no number, whatever it begins with", () => {
  for (const raw of ["9".repeat(1_000_000), "9 ".repeat(500_000), "9(".repeat(500_000), "±".repeat(1_000_000)]) assert.equal(parseValue(raw).status, "not a number");
});
