import assert from "node:assert/strict";
import { test } from "node:test";
import { readModelIndex } from "@fmpn/lab/model-card";
import { openAccounts } from "#src/accounts/accounts.js";
import { hubApp } from "#src/server/hub-app.js";
import { newcomer, ORIGIN, visitor } from "../accounts/visitor.js";
import { filledDatabase } from "../filled-database.js";

const CARD = `---
license: mit
model-index:
- name: A model of someone
  results:
  - task: {name: Facial Expression Recognition (FER)}
    dataset: {name: "CK+"}
    metrics: [{name: Accuracy (7 emotion), value: 97.2}, {name: Loudness, value: 3}]
  - dataset: {name: A set that nobody knows}
    metrics: [{type: accuracy, value: 1}]
---
# A model of someone
`;

test("a card's figures become drafts that are looked at and handed in; what has no benchmark is named", async (t) => {
  const database = await filledDatabase(t);
  const app = await hubApp(database, { address: ORIGIN, accounts: openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" }) });
  const [ada, eve] = [await newcomer(app, "Ada"), await newcomer(app, "Eve")];
  const made = await (await ada.post("/submit/card", { file: new Blob([CARD]), card: "", address: "https://example.org/model" })).text();
  assert.match(made, /1 draft made[\s\S]*Loudness 3 on CK\+[\s\S]*accuracy 1 on A set that nobody knows/);
  const [, draft = ""] = /href="\/submit\/result\?draft=(\d+)"/.exec(await (await ada.get("/contributions")).text()) ?? [];
  const form = await (await ada.get(`/submit/result?draft=${draft}`)).text();
  assert.match(form, /value="facial-expression-recognition-on-ck"[\s\S]*value="A model of someone"[\s\S]*value="97.2"[\s\S]*value="https:\/\/example\.org\/model"/);
  assert.ok(!(await (await eve.get(`/submit/result?draft=${draft}`)).text()).includes("A model of someone"), "not somebody else's");
  const handed = await ada.post("/submit/result", { draft, board: "facial-expression-recognition-on-ck", metric: "accuracy-7-emotion", model: "A model of someone", paper: "", value: "97.2", source: "https://example.org/model", place: "model-index", protocol: "", quote: "", date: "" });
  assert.match(handed.headers.get("location") ?? "", /^\/result\/\d+$/);
  assert.ok(!(await (await ada.get("/contributions")).text()).includes("A model of someone"));
  for (const [card, said] of [["# bare", /states no figures/], ["---\nmodel-index: 7\n---\n", /model-index/], ["---\na: [\n---\n", /no YAML/]] as const) {
    const response = await ada.post("/submit/card", { card, address: "https://example.org" });
    assert.equal(response.status, 422);
    assert.match(await response.text(), said);
  }
  assert.equal((await ada.post("/submit/card", { card: CARD, address: "javascript:alert(1)" })).status, 422);
  assert.equal((await visitor(app).post("/submit/card", { card: CARD, address: "https://example.org" })).status, 401);
  // Out again: what was measured and claimed, in the same form.
  const card = await (await eve.get("/model/fmpn-compact-bundled.md")).text();
  const [index] = readModelIndex(card, "README.md");
  assert.ok(index?.results.some(({ dataset, metric, source }) => dataset === "FMPN synthetic faces" && metric === "Accuracy" && source?.url === `${ORIGIN}/measurement/synthetic-seed-2-compact`));
  assert.match(card, /## Measured[\s\S]*\| FMPN synthetic faces \| Seed 2, measured here \| Accuracy \| [\d.]+ \[[\d.]+, [\d.]+\] \|/);
});
