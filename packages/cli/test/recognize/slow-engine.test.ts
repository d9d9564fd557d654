import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModelInfo } from "fmpn";
import { type FmpnSettings, presets } from "fmpn/networks";
import { slowEngineNote } from "#src/recognize/slow-engine.js";

const info = (settings?: FmpnSettings): ModelInfo => ({ preset: "p", classes: ["a", "b"], size: 96, crop: { margin: 0 }, normalization: "unit", card: "", ...(settings === undefined ? {} : { settings }) });

test("a large model without the native engine is said to run slowly, with what to install", () => {
  assert.match(slowEngineNote({ model: info(presets.paper), provider: "simd" }, undefined) ?? "", /^running on simd; a model of \d+\.\d billion multiplications a face runs faster on onnxruntime-node, .*npm install onnxruntime-node$/);
  assert.match(slowEngineNote({ model: info(), provider: "wasm" }, undefined) ?? "", /^running on wasm; faster is onnxruntime-node/);
});

test("nothing is said where there is nothing to gain, or another engine was asked for", () => {
  assert.equal(slowEngineNote({ model: info(presets.compact), provider: "simd" }, undefined), undefined);
  assert.equal(slowEngineNote({ model: info(presets.paper), provider: "cpu" }, undefined), undefined);
  assert.equal(slowEngineNote({ model: info(presets.paper), provider: "simd" }, "simd"), undefined);
  assert.equal(slowEngineNote({ model: info(), provider: "simd" }, undefined), undefined);
});
