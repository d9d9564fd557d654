import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { chromium, type Page } from "playwright-core";
import { noBrowser } from "../../../../test-support/browser.js";
import { passkeysWork } from "#src/accounts/passkeys.js";
import { openAccounts } from "#src/accounts/accounts.js";
import { openDatabase } from "#src/database/open-database.js";
import { hubApp } from "#src/server/hub-app.js";
import { serveHub } from "#src/server/serve-hub.js";
import { temporaryFolder } from "../temporary-hub.js";
import { newcomer, ORIGIN, visitor } from "./visitor.js";

/** A device with a lock that says yes, within Chromium. */
async function device(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length;
}

test("someone makes a passkey, signs out, and comes back by it; a removed one is no way in", { skip: noBrowser }, async (t) => {
  const folder = await temporaryFolder(t);
  const hub = await serveHub({ database: path.join(folder, "hub.sqlite"), content: false, worker: false });
  t.after(hub.close);
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const said: string[] = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => /Content Security Policy|Refused/.test(message.text()) && said.push(message.text()));
  const address = hub.url.replace("127.0.0.1", "localhost");
  const kept = await device(page);
  await page.goto(`${address}/sign-up`);
  for (const [name, value] of [["name", "Ada"], ["email", "ada@example.org"], ["password", "a long password"]] as const) await page.fill(`#${name}`, value);
  await page.click("main button.primary");
  await page.waitForURL("**/account");
  await page.fill("#passkey", "telephone");
  await page.click("form[data-make] button");
  // The page speaks of telephones before, too: the new key's own button tells that it is there.
  await page.waitForSelector('[aria-label="Remove telephone"]');
  assert.equal(await kept(), 1);
  const signIn = async (): Promise<void> => {
    await page.goto(`${address}/sign-in?next=/changes`);
    await page.click("form[data-passkey] button");
  };
  await page.click("text=Sign out");
  await signIn();
  await page.waitForURL(({ pathname }) => pathname === "/changes");
  await page.goto(`${address}/account`);
  assert.match(await page.innerText("main"), /Ada[\s\S]*telephone\s+\d{4}-\d\d-\d\d\s+\d{4}-\d\d-\d\d/, "it was used");
  const cookie = (await page.context().cookies()).find(({ name }) => name.endsWith("session_token"));
  assert.deepEqual([cookie?.httpOnly, cookie?.sameSite], [true, "Lax"]);
  await page.click('[aria-label="Remove telephone"]');
  await page.waitForURL("**/account");
  await page.click("text=Sign out");
  await signIn();
  await page.waitForSelector("text=This passkey was not taken");
  assert.deepEqual(said, []);
  // By its number alone a hub has none, and says why.
  await page.goto(`${hub.url}/sign-in`);
  assert.equal(await page.locator("form[data-passkey]").count(), 0);
});

test("a question is answered once, by whom it was asked; other sites' forms and inventions are refused", async (t) => {
  const database = await openDatabase(":memory:");
  t.after(database.close);
  const app = await hubApp(database, { address: ORIGIN, accounts: openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" }) });
  const ada = await newcomer(app, "Ada");
  const { challenge, rp } = (await (await ada.post("/account/passkeys/options", {})).json()) as { challenge: string; rp: { id: string } };
  assert.equal(rp.id, "hub.test");
  const made = (type: string, origin: string) => JSON.stringify({ id: "AAAA", rawId: "AAAA", type: "public-key", clientExtensionResults: {}, response: { clientDataJSON: Buffer.from(JSON.stringify({ type, challenge, origin })).toString("base64url"), attestationObject: "oA", authenticatorData: "", signature: "" } });
  for (const response of ["", "{", "[]", "null", made("webauthn.create", ORIGIN), made("webauthn.create", "https://evil.example"), "x".repeat(10_000)]) assert.equal((await ada.post("/account/passkeys", { passkey: "p", response })).status, 400, response.slice(0, 60));
  assert.equal((await database.sql.selectFrom("passkey_challenge").select("challenge").execute()).length, 0, "asked once, answered once");
  for (const response of ["", made("webauthn.get", ORIGIN)]) assert.equal((await visitor(app).post("/sign-in/passkey", { response })).status, 400);
  assert.equal((await ada.post("/account/passkeys", { passkey: "p", response: "{}" }, { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status, 403);
  assert.equal((await visitor(app).post("/account/passkeys/options", {})).status, 401);
  assert.equal((await database.sql.selectFrom("passkey").select("id").execute()).length, 0);
  assert.deepEqual(["http://localhost:1", "https://hub.example", "http://127.0.0.1:8470", "http://[::1]:8470"].map((origin) => passkeysWork({ origin })), [true, true, false, false]);
});
