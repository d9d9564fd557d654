import assert from "node:assert/strict";
import { test } from "node:test";
import { readModelIndex, withModelIndex } from "#src/model-card/model-index.js";

const CARD = `---
license: mit
model-index:
- name: A model
  results:
  - task: {type: image-classification, name: Facial Expression Recognition}
    dataset: {name: CK+, type: ck, split: "ten folds"}
    metrics:
    - {type: accuracy, name: Accuracy (7 emotion), value: 98.06}
    - {type: f1, value: "96.9 ± 0.3"}
    source: {name: the paper, url: "https://arxiv.org/abs/1902.08788"}
---
# A model
--- not the end
`;

test("a card's figures are read as it writes them, and written so that they read the same", () => {
  const [model] = readModelIndex(CARD, "README.md");
  const source = { name: "the paper", url: "https://arxiv.org/abs/1902.08788" };
  assert.deepEqual(model, {
    name: "A model",
    results: [
      { task: "Facial Expression Recognition", dataset: "CK+", split: "ten folds", metric: "Accuracy (7 emotion)", value: "98.06", source },
      { task: "Facial Expression Recognition", dataset: "CK+", split: "ten folds", metric: "f1", value: "96.9 ± 0.3", source },
    ],
  });
  const again = withModelIndex(CARD, [model ?? { name: "", results: [] }], { library_name: "fmpn" });
  assert.deepEqual(readModelIndex(again, "README.md"), [model]);
  assert.match(again, /^---\nlicense: mit\n[\s\S]*library_name: fmpn\n[\s\S]*---\n# A model\n--- not the end\n$/);
  assert.match(withModelIndex("# Bare\n", []), /^---\nmodel-index: \[\]\n---\n# Bare\n$/);
});

test("cards without an index have none; wrong ones are named by their field; bombs are refused", () => {
  for (const card of ["# A model", "---\nlicense: mit\n---\n", "---\n---", "---\n- 1\n---\n"]) assert.deepEqual(readModelIndex(card, "c"), [], card);
  assert.throws(() => readModelIndex("---\nmodel-index: {a: 1}\n---\n", "c.md"), /^Error: c\.md: model-index\./);
  assert.throws(() => readModelIndex("---\nmodel-index:\n- name: x\n  results:\n  - metrics: [{value: {}}]\n---\n", "c.md"), /model-index\.0\.results\.0\.metrics\.0\.value/);
  assert.throws(() => readModelIndex("---\na: [\n---\n", "c.md"), /c\.md: its front matter is no YAML/);
  const bomb = `---\n${Array.from({ length: 9 }, (_, k) => `${"abcdefghi"[k]}: &${"abcdefghi"[k]} [${k === 0 ? '"x"' : Array.from({ length: 9 }, () => `*${"abcdefghi"[k - 1]}`).join(", ")}]`).join("\n")}\n---\n`;
  assert.throws(() => readModelIndex(bomb, "c.md"), /alias/i);
  assert.throws(() => readModelIndex(`---\na: ${"x".repeat(300_000)}\n---\n`, "c.md"), /more than 200000 characters/);
  assert.throws(() => readModelIndex(`---\n${"[".repeat(5000)}\n---\n`, "c.md"), Error);
});
