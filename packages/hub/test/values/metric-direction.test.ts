import assert from "node:assert/strict";
import { test } from "node:test";
import { directionByName, directionByOrder, inferDirection } from "../../src/values/metric-direction.js";
import { kendallTau } from "../../src/values/kendall-tau.js";

test("names of metrics tell which end is better, or nothing", () => {
  const expected: Readonly<Record<string, readonly string[]>> = {
    higher: ["Accuracy", "Accuracy (7 emotion)", "Top-1 Accuracy", "mAP", "F1", "F1-Score", "BLEU", "ROUGE-L", "mIoU", "AUC", "Percentage correct", "EM", "Recall@1", "UAS", "PSNR", "Test Accuracy", "Spearman Correlation", "mean iou (class)"],
    lower: ["Error", "Top-1 Error Rate", "WER", "Percentage error", "FID", "Perplexity", "Test perplexity", "RMSE", "MAE", "NLL", "Bit per Character (BPC)", "LPIPS", "Accuracy error"],
    unknown: ["Number of params", "Params", "Dev", "Test", "Year", "FLOPS", "Hidden size", "Extra Training Data"],
  };
  for (const [direction, names] of Object.entries(expected)) for (const name of names) assert.equal(directionByName(name), direction, name);
});

test("the order of three rows or more tells it too, unless dates explain the order", () => {
  assert.equal(directionByOrder([98, 97, 95]), "higher");
  assert.equal(directionByOrder([1.1, 1.2, 1.3]), "lower");
  assert.equal(directionByOrder([98, 97]), "unknown");
  assert.equal(directionByOrder([98, null, 97, null, 95]), "higher");
  assert.equal(directionByOrder([98, 95, 97, 96]), "unknown");
  assert.equal(directionByOrder([70, 80, 90], ["2015-01-01", "2016-01-01", "2017-01-01"]), "unknown");
  assert.equal(directionByOrder([70, 80, 90], ["2017-01-01", "2015-01-01", "2016-01-01"]), "lower");
});

test("name and order agree, or one speaks alone, or nothing is known", () => {
  assert.deepEqual(inferDirection("Accuracy", "higher", true), { direction: "higher", source: "order and name" });
  assert.deepEqual(inferDirection("Accuracy", "unknown", true), { direction: "higher", source: "name" });
  assert.deepEqual(inferDirection("NMSE (REALY)", "lower", true), { direction: "lower", source: "order" });
  assert.deepEqual(inferDirection("NMSE (REALY)", "lower", false), { direction: "unknown", source: "none" });
  assert.deepEqual(inferDirection("Accuracy", "lower", true), { direction: "unknown", source: "conflict" });
  assert.deepEqual(inferDirection("Params", "unknown", true), { direction: "unknown", source: "none" });
});

test("Kendall's tau counts ties on neither side", () => {
  assert.equal(kendallTau([0, 1, 2], [3, 2, 1]), -1);
  assert.equal(kendallTau([0, 1, 2], [1, 2, 3]), 1);
  assert.equal(kendallTau([0, 1, 2], [5, 5, 5]), 0);
  assert.ok(Math.abs(kendallTau([0, 1, 2, 3], [4, 4, 3, 2]) + 0.9128709) < 1e-6);
});
