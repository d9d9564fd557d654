import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import { POSTGRES_MISSING, startPostgres } from "../../../../test-support/postgres.js";
import { openAccounts } from "#src/accounts/accounts.js";
import { mayDo, type Right } from "#src/accounts/roles.js";
import { takeToken } from "#src/accounts/take-token.js";
import { openDatabase } from "#src/database/open-database.js";
import { hubApp } from "#src/server/hub-app.js";
import { newcomer, ORIGIN, visitor } from "./visitor.js";

const postgres = POSTGRES_MISSING === false ? await startPostgres() : undefined;
after(async () => await postgres?.stop());

async function hub(t: TestContext, address = ":memory:") {
  const database = await openDatabase(address);
  t.after(database.close);
  const accounts = openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" });
  return { database, app: await hubApp(database, { address: ORIGIN, accounts }) };
}

for (const [kind, skip, address] of [["SQLite", false, () => ":memory:"], ["PostgreSQL", POSTGRES_MISSING, () => postgres?.database() ?? ""]] as const) {
  test(`${kind}: someone makes an account, signs out, comes back, and makes a key for a program`, { skip }, async (t) => {
    const { database, app } = await hub(t, address());
    const ada = await newcomer(app, "Ada");
    assert.match(await (await ada.get("/account")).text(), /<h1>Ada<\/h1>[\s\S]*ada@example\.org[\s\S]*contributor/);
    const { password } = await database.sql.selectFrom("identity" as never).select("password" as never).executeTakeFirstOrThrow() as { password: string };
    assert.ok(!password.includes("a long password"), "hashed");
    assert.equal((await ada.post("/sign-out", {})).status, 303);
    assert.equal(ada.cookies.size, 0);
    assert.equal((await ada.get("/account")).headers.get("location"), "/sign-in?next=/account");
    assert.equal((await ada.post("/sign-in", { email: "ada@example.org", password: "a long password", next: "/account" })).headers.get("location"), "/account");
    const shown = await (await ada.post("/account/keys", { name: "laptop" })).text();
    const [key = ""] = /fmpn_[\w-]{43}/.exec(shown) ?? [];
    assert.ok(!(await (await ada.get("/account")).text()).includes(key), "shown once");
    const stored = await database.sql.selectFrom("api_key").selectAll().execute();
    assert.ok(!JSON.stringify(stored).includes(key), "its hash alone is kept");
    const byKey = (authorization: string) => app.request(`${ORIGIN}/account`, { headers: { authorization } });
    assert.equal((await byKey(`Bearer ${key}`)).status, 200);
    assert.equal((await byKey(`Bearer ${key.slice(0, -1)}x`)).status, 303);
    await ada.post(`/account/keys/${stored[0]?.id}/revoke`, {});
    assert.equal((await byKey(`Bearer ${key}`)).status, 303);
  });
}

test("a wrong password and an unknown address are told in the same words; weak passwords and taken addresses are refused", async (t) => {
  const { app } = await hub(t);
  await newcomer(app, "Ada");
  const other = visitor(app);
  const words = async (form: Record<string, string>, path = "/sign-in"): Promise<string> => {
    const response = await other.post(path, form);
    assert.equal(response.status, 400);
    return /class="notice bad"[^>]*>([\s\S]*?)</.exec(await response.text())?.[1] ?? "";
  };
  const wrong = await words({ email: "ada@example.org", password: "not her password" });
  assert.equal(wrong, await words({ email: "nobody@example.org", password: "a long password" }));
  assert.match(wrong, /No account has this address and this password/);
  assert.match(await words({ name: "B", email: "b@example.org", password: "short" }, "/sign-up"), /short/i);
  assert.match(await words({ name: "B", email: "ada@example.org", password: "a long password" }, "/sign-up"), /exists|taken|another/i);
  assert.match(await words({ name: " ", email: "b@example.org", password: "a long password" }, "/sign-up"), /Fill in a name/);
});

test("forms of other sites are refused, whoever is signed in", async (t) => {
  const { app } = await hub(t);
  const ada = await newcomer(app, "Ada");
  for (const origin of ["https://evil.example", "null", "http://hub.test.evil.example"]) {
    assert.equal((await ada.post("/account/keys", { name: "x" }, { origin, "sec-fetch-site": "cross-site" })).status, 403, origin);
  }
  assert.equal((await ada.post("/account/keys", { name: "x" })).status, 200);
});

test("a session is made anew at signing in, and its cookie is for the browser alone", async (t) => {
  const { app } = await hub(t);
  await newcomer(app, "Ada");
  const planted = visitor(app);
  planted.cookies.set("hub.session_token", "planted.by-someone-else");
  const response = await planted.post("/sign-in", { email: "ada@example.org", password: "a long password" });
  const [cookie = ""] = response.headers.getSetCookie().filter((line) => line.startsWith("hub.session_token="));
  assert.ok(!cookie.includes("planted"));
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  const first = planted.cookies.get("hub.session_token");
  await planted.post("/sign-in", { email: "ada@example.org", password: "a long password" });
  assert.notEqual(planted.cookies.get("hub.session_token"), first);
});

test("nobody is sent to another host after signing in", async (t) => {
  const { app } = await hub(t);
  await newcomer(app, "Ada");
  for (const next of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%0d%0aSet-Cookie:x"]) {
    const location = (await visitor(app).post("/sign-in", { email: "ada@example.org", password: "a long password", next })).headers.get("location") ?? "";
    assert.ok(new URL(location, ORIGIN).host === "hub.test", `${next} → ${location}`);
  }
});

test("tries to sign in are limited, and an allowance fills again", async (t) => {
  const { database, app } = await hub(t);
  const statuses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) statuses.push((await visitor(app).post("/sign-in", { email: "x@example.org", password: "guessing along" })).status);
  assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 400), 429, 429]);
  const rule = { atOnce: 2, seconds: 10 };
  const take = (now: number) => takeToken(database, "k", rule, now);
  assert.deepEqual([await take(0), await take(0), await take(0), await take(9_999), await take(10_001), await take(10_002)], [true, true, false, false, true, false]);
  assert.deepEqual([await take(1e9), await take(1e9), await take(1e9)], [true, true, false], "never more than at once");
});

test("who may do what", () => {
  const rights: Right[] = ["read", "submit", "review", "operate"];
  const matrix = ([undefined, "reader", "contributor", "reviewer", "admin"] as const).map((role) => rights.filter((right) => mayDo(role && { role }, right)).length);
  assert.deepEqual(matrix, [1, 1, 2, 3, 4]);
});
