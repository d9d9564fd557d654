import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test, type TestContext } from "node:test";
import { listen } from "@fmpn/page/server";
import { openAccounts } from "#src/accounts/accounts.js";
import { setRole } from "#src/accounts/set-role.js";
import { keepFault } from "#src/operation/faults.js";
import { tidy } from "#src/operation/housekeeping.js";
import { jsonLog } from "#src/operation/log.js";
import { openQueue } from "#src/queue/job-queue.js";
import { hubApp, type HubAppOptions } from "#src/server/hub-app.js";
import { showSignsOfLife } from "#src/worker/signs-of-life.js";
import { newcomer, ORIGIN, visitor } from "../accounts/visitor.js";
import { temporaryDatabase } from "../temporary-hub.js";

async function hub(t: TestContext, options: HubAppOptions = {}) {
  const database = await temporaryDatabase(t);
  const accounts = openAccounts(database, { address: ORIGIN, secret: randomBytes(32).toString("base64") });
  return { database, app: await hubApp(database, { accounts, metrics: {}, ...options }) };
}

test("the operator's page is for admins, and tells queue, workers, limits, faults", async (t) => {
  const { app, database } = await hub(t);
  assert.equal((await visitor(app).get("/operation")).headers.get("location"), "/sign-in?next=/operation");
  const ada = await newcomer(app, "Ada");
  assert.equal((await ada.get("/operation")).status, 403);
  assert.doesNotMatch(await (await ada.get("/account")).text(), /href="\/operation"/);
  await setRole(database, "ada@example.org", "admin");
  assert.match(await (await ada.get("/account")).text(), /href="\/operation"/);
  const stop = new AbortController();
  const signs = showSignsOfLife(database, "machine 1 abc", "bubblewrap", stop.signal);
  const queue = openQueue(database);
  await queue.add({ kind: "measure", payload: { measurement: 1 } });
  await queue.add({ kind: "measure", payload: { measurement: 2 } });
  const job = await queue.claim("machine 1 abc");
  assert.ok(job);
  await keepFault(database, "GET /sota/:name", new Error("out of paper for ada@example.org"));
  const page = await (await ada.get("/operation")).text();
  for (const words of ["machine 1 abc", "bubblewrap", `no. ${job.id}`, "Models measured", "out of paper", "GET /sota/:name", "admins"]) assert.ok(page.includes(words), words);
  assert.ok(!page.includes("ada@example.org"));
  assert.match(page, /<strong>1<\/strong><span>models wait/);
  assert.match(page, /<strong>1<\/strong><span>workers/);
  stop.abort();
  await signs;
  assert.equal((await database.sql.selectFrom("worker").select("name").execute()).length, 0);
});

test("metrics: answers by route's pattern, jobs, the process; for this machine or whoever has the token", async (t) => {
  const { app, database } = await hub(t, { metrics: { token: "a token" } });
  await openQueue(database).add({ kind: "measure", payload: { measurement: 1 } });
  const { url, close } = await listen(app);
  t.after(close);
  for (const path of ["/paper/none-of-this", "/paper/nor-this", "/no/such/place", "/tasks"]) await (await fetch(url + path)).arrayBuffer();
  const answer = await fetch(`${url}/metrics`);
  assert.equal(answer.status, 200);
  const text = await answer.text();
  assert.match(text, /fmpn_hub_answer_seconds_count\{method="GET",route="\/paper\/:name",status="4xx"\} 2/);
  assert.match(text, /route="none",status="4xx"\} 1/);
  assert.match(text, /route="\/tasks",status="2xx"\} 1/);
  assert.match(text, /fmpn_hub_jobs\{state="queued"\} 1/);
  assert.match(text, /fmpn_hub_database_bytes \d{5,}/);
  assert.match(text, /process_resident_memory_bytes/);
  assert.doesNotMatch(text, /none-of-this/);
  // A proxy on the same machine asks for strangers.
  assert.equal((await fetch(`${url}/metrics`, { headers: { "X-Forwarded-For": "192.0.2.1" } })).status, 404);
  for (const [token, status] of [["a token", 200], ["another", 404]] as const) assert.equal((await fetch(`${url}/metrics`, { headers: { "X-Forwarded-For": "192.0.2.1", Authorization: `Bearer ${token}` } })).status, status);
});

test("health tells whether the database answers", async (t) => {
  const { app, database } = await hub(t);
  assert.equal((await app.request("/health")).status, 200);
  await database.close();
  assert.equal((await app.request("/health")).status, 503);
});

test("every answer is a line of the log, by its pattern and without who asked", async (t) => {
  const lines: string[] = [];
  const { app } = await hub(t, { log: jsonLog("info", (line) => lines.push(line)) });
  await app.request(`${ORIGIN}/search?q=my+own+illness`, { headers: { "X-Forwarded-For": "192.0.2.1", Cookie: "a=b" } });
  const { event, route, status } = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.deepEqual({ event, route, status }, { event: "answer", route: "/search", status: 200 });
  assert.doesNotMatch(lines.join(""), /illness|192\.0\.2/);
});

test("what has run out is forgotten", async (t) => {
  const { app, database } = await hub(t);
  await newcomer(app, "Ada");
  const count = async () => (await database.sql.selectFrom("login").select("expiresAt").execute()).length + (await database.sql.selectFrom("bucket").select("key").execute()).length;
  const before = await count();
  assert.ok(before >= 2);
  await tidy(database);
  assert.equal(await count(), before);
  await tidy(database, Date.now() + 400 * 86_400_000);
  assert.equal(await count(), 0);
});
