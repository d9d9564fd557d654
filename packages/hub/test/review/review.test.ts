import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { openAccounts } from "#src/accounts/accounts.js";
import type { EditorialState, Role } from "#src/database/schema.js";
import { mayBecome } from "#src/review/editorial-states.js";
import { hintsFor } from "#src/review/hints.js";
import { hubApp } from "#src/server/hub-app.js";
import { newcomer, ORIGIN, visitor, type Visitor } from "../accounts/visitor.js";
import { filledDatabase } from "../filled-database.js";

const BOARD = "facial-expression-recognition-on-ck";

async function hub(t: TestContext) {
  const database = await filledDatabase(t);
  const app = await hubApp(database, { address: ORIGIN, accounts: openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" }) });
  const someone = async (name: string, role: Role): Promise<Visitor> => {
    const one = await newcomer(app, name);
    await database.sql.updateTable("person").set({ role }).where("name", "=", name).execute();
    return one;
  };
  const { slug } = await database.sql.selectFrom("board").select("slug").where("slug", "like", `${BOARD}%`).orderBy("results", "desc").executeTakeFirstOrThrow();
  return { database, app, someone, board: slug };
}

const claim = (board: string) => ({ board, model: "A new model", paper: "facial-motion-prior-networks-for-facial", value: "100.5", source: "https://arxiv.org/abs/1902.08788", place: "Table 1, p. 4", quote: "", protocol: "", date: "2026-11-29" });

test("a claim is handed in, waits unseen, is published with a reason, disputed, withdrawn and brought back; all of it stays in the log", async (t) => {
  const { database, app, someone, board } = await hub(t);
  const [ada, rev, reader] = [await someone("Ada", "contributor"), await someone("Rev", "reviewer"), visitor(app)];
  const place = (await ada.post("/submit/result", claim(board))).headers.get("location") ?? "";
  const id = Number(place.split("/").at(-1));
  assert.equal((await reader.get(place)).status, 404, "pending is unseen");
  assert.equal((await ada.get(place)).status, 200, "but by its author");
  assert.ok(!(await (await reader.get(`/sota/${board}`)).text()).includes("A new model"));
  await database.sql.updateTable("board_metric").set({ direction: "higher", direction_source: "declared" }).execute();
  await database.sql.updateTable("paper").set({ abstract: "We reach 98.06 % on CK+." }).where("slug", "=", claim(board).paper).execute();
  assert.deepEqual((await hintsFor(database, id)).map(({ kind }) => kind), ["outlier", "abstract"]);
  assert.deepEqual((await hintsFor(database, id)).map(({ kind }) => kind), ["outlier", "abstract"]);
  const twin = Number(((await ada.post("/submit/result", claim(board))).headers.get("location") ?? "").split("/").at(-1));
  assert.deepEqual((await hintsFor(database, twin)).map(({ kind }) => kind), ["duplicate", "outlier", "abstract"]);
  assert.match(await (await rev.get("/review")).text(), /A new model/);
  assert.equal((await rev.post(`${place}/decide`, { to: "published", reason: " " })).status, 409, "a reason is asked for");
  assert.equal((await rev.post(`${place}/decide`, { to: "published", reason: "Table 1 says so." })).status, 303);
  assert.match(await (await reader.get(`/sota/${board}`)).text(), /A new model/);
  assert.equal((await ada.post(`${place}/decide`, { to: "disputed", reason: "It was measured on training people." })).status, 303);
  assert.equal((await rev.post(`${place}/decide`, { to: "withdrawn", reason: "Right." })).status, 303);
  assert.ok(!(await (await reader.get(`/sota/${board}`)).text()).includes("A new model"));
  assert.match(await (await reader.get(place)).text(), /withdrawn[\s\S]*It was measured on training people/, "what was withdrawn stays readable");
  assert.deepEqual((await database.sql.selectFrom("dispute").select(["state", "resolution"]).where("result_id", "=", id).execute()).map((row) => ({ ...row })), [{ state: "resolved", resolution: "Right." }]);
  const log = await database.sql.selectFrom("revision").select(["id", "after"]).where("entity", "=", "result").where("entity_id", "=", id).orderBy("id").execute();
  assert.deepEqual(log.map(({ after }) => JSON.parse(after ?? "") as unknown), [{ state: "pending" }, { state: "published" }, { state: "disputed" }, { state: "withdrawn" }]);
  const last = log.at(-1)?.id;
  assert.equal((await rev.post(`/revision/${log[1]?.id}/revert`, { reason: "undone" })).status, 409, "the row has changed since");
  assert.equal((await rev.post(`/revision/${last}/revert`, { reason: "undone" })).status, 303);
  assert.equal((await database.sql.selectFrom("result").select("state").where("id", "=", id).executeTakeFirst())?.state, "disputed");
  assert.equal((await database.sql.selectFrom("revision").select("id").where("entity_id", "=", id).where("entity", "=", "result").execute()).length, 5, "undoing is a line, too");
});
test("what is filled in wrongly is said, and nothing is written", async (t) => {
  const { database, someone, board } = await hub(t);
  const ada = await someone("Ada", "contributor");
  const before = (await database.sql.selectFrom("result").select("id").execute()).length;
  for (const [field, value, words] of [["board", "none", /no such benchmark/], ["paper", "1234.56789", /no such paper/], ["protocol", "none", /no such protocol/], ["source", "javascript:alert(1)", /web address/], ["place", "", /where in the source/], ["date", "yesterday", /a date is written/]] as const) {
    const response = await ada.post("/submit/result", { ...claim(board), [field]: value });
    assert.equal(response.status, 422, field);
    assert.match(await response.text(), words);
  }
  assert.equal((await database.sql.selectFrom("result").select("id").execute()).length, before);
});

test("what someone writes is shown as text, never run", async (t) => {
  const { app, someone, board } = await hub(t);
  const rev = await someone("Rev", "reviewer");
  const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`;
  const place = (await rev.post("/submit/result", { ...claim(board), model: evil, place: evil, quote: evil })).headers.get("location") ?? "";
  await rev.post(`${place}/decide`, { to: "published", reason: evil });
  for (const address of [place, `/sota/${board}`, "/changes", "/review"]) {
    const text = await (await rev.get(address)).text();
    assert.ok(!text.includes("<script>alert") && !text.includes("<img src=x"), address);
  }
  assert.match((await visitor(app).get(place)).headers.get("content-security-policy") ?? "", /default-src 'self'/);
});

test("who may decide what", async (t) => {
  const { app, someone, board } = await hub(t);
  const people = { nobody: visitor(app), reader: await someone("Rea", "reader"), contributor: await someone("Con", "contributor"), author: await someone("Aut", "contributor"), reviewer: await someone("Rev", "reviewer"), admin: await someone("Adm", "admin") };
  const status = async (who: keyof typeof people, path: string, form?: Record<string, string>): Promise<number> => (form === undefined ? await people[who].get(path) : await people[who].post(path, form)).status;
  const place = (await people.author.post("/submit/result", claim(board))).headers.get("location") ?? "";
  const row = async (ask: (who: keyof typeof people) => Promise<number>): Promise<string> => (await Promise.all((Object.keys(people) as (keyof typeof people)[]).map(async (who) => `${who} ${await ask(who)}`))).join(", ");
  assert.equal(await row((who) => status(who, "/review")), "nobody 303, reader 403, contributor 403, author 403, reviewer 200, admin 200");
  assert.equal(await row((who) => status(who, place)), "nobody 404, reader 404, contributor 404, author 200, reviewer 200, admin 200");
  assert.equal(await row((who) => status(who, "/submit/result", {})), "nobody 401, reader 403, contributor 422, author 422, reviewer 422, admin 422");
  const publish = { to: "published", reason: "it is so" };
  for (const [who, expected] of [["nobody", 401], ["reader", 403], ["contributor", 404], ["author", 403], ["reviewer", 303]] as const) assert.equal(await status(who, `${place}/decide`, publish), expected, who);
  for (const [who, expected] of [["nobody", 401], ["reader", 403], ["contributor", 403], ["author", 403]] as const) assert.equal(await status(who, "/revision/1/revert", { reason: "x" }), expected, who);
  assert.equal(await status("contributor", `${place}/decide`, { to: "withdrawn", reason: "x" }), 403);
  assert.equal(await status("author", `${place}/decide`, { to: "withdrawn", reason: "an error of mine" }), 303);
});

test("no state leads where it must not", () => {
  const states: EditorialState[] = ["draft", "screening", "pending", "published", "rejected", "disputed", "withdrawn"];
  assert.deepEqual(states.map((from) => states.filter((to) => mayBecome(from, to)).length), [2, 2, 3, 2, 1, 2, 1]);
  assert.ok(!mayBecome("rejected", "published") && !mayBecome("draft", "published"), "nothing is published that nobody looked at");
});
