import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { listen } from "@fmpn/page/server";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";
import { noBrowser } from "../../../../test-support/browser.js";
import { openAccounts } from "#src/accounts/accounts.js";
import { setRole } from "#src/accounts/set-role.js";
import { CONTRIBUTION_KINDS } from "#src/contributions/kinds.js";
import { openDatabase } from "#src/database/open-database.js";
import { findRunner } from "#src/measure/open-strangers-model.js";
import { hubApp } from "#src/server/hub-app.js";
import { openArtifactStore } from "#src/storage/open-artifact-store.js";
import { measuringQueue } from "#src/worker/run-worker.js";
import { newcomer, ORIGIN } from "../accounts/visitor.js";
import { recordsFile, tableRecord, temporaryFolder } from "../temporary-hub.js";
import { importFiles } from "#src/import/import-files.js";

test("pages of people who are signed in are valid HTML and have no fault that axe knows, small and dark too", async (t) => {
  const folder = await temporaryFolder(t);
  const database = await openDatabase(":memory:");
  t.after(database.close);
  await importFiles(database, [await recordsFile(folder, "evaluation-tables.json", [tableRecord("Seeing", "Some Faces", [{ model: "M", value: "90" }])])]);
  const desk = { database, store: openArtifactStore(folder), runner: await findRunner(), folders: {}, trustStrangers: false };
  const app = await hubApp(database, { metrics: {}, accounts: openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" }), measuring: { desk, queue: measuringQueue(database) } });
  const ada = await newcomer(app, "Ada");
  await setRole(database, "ada@example.org", "admin");
  const claim = (await ada.post("/submit/result", { board: "seeing-on-some-faces", model: "Net", value: "91.5", source: "https://example.org/net", place: "Table 1" })).headers.get("location") ?? "";
  const contribution = (await ada.post("/submit/metric", { board: "seeing-on-some-faces", metric: "Error", direction: "lower" })).headers.get("location") ?? "";
  const paths = ["/account", "/submit", "/submit/result", "/submit/model", "/submit/card", ...Object.keys(CONTRIBUTION_KINDS).map((kind) => `/submit/${kind}`), "/contributions", contribution, claim, "/review", "/queue", "/changes", "/operation"];
  const standard = new HtmlValidate({ extends: ["html-validate:standard"] });
  for (const path of [...paths, "/sign-in", "/sign-up"]) {
    const answer = await ada.get(path);
    assert.ok(answer.status === 200, `${path} ${answer.status}`);
    const html = await answer.text();
    assert.deepEqual((await standard.validateString(html)).results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${path}:${line} ${ruleId}: ${message} — ${html.split("\n")[line - 1]?.slice(0, 200)}`)), []);
  }
  if (noBrowser !== false) return;
  const { url, close } = await listen(app);
  t.after(close);
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const faults: string[] = [];
  const context = await browser.newContext({ bypassCSP: true });
  await context.addCookies([...ada.cookies].map(([name, value]) => ({ name, value, url })));
  const page = await context.newPage();
  for (const [index, path] of paths.entries()) {
    await page.setViewportSize({ width: index % 2 === 0 ? 375 : 1200, height: 900 });
    await page.emulateMedia({ colorScheme: index % 4 < 2 ? "dark" : "light" });
    await page.goto(url + path);
    await page.addScriptTag({ content: axe });
    const { violations } = (await page.evaluate("axe.run()")) as { violations: { id: string; nodes: { html: string }[] }[] };
    faults.push(...violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html.slice(0, 200)}`));
    if (await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")) faults.push(`${path} is wider than its window`);
  }
  assert.deepEqual(faults, []);
});
