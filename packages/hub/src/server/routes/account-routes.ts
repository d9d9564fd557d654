import { html } from "@fmpn/page";
import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { AccountError, type Accounts, type Person } from "../../accounts/accounts.js";
import { ALLOWANCES } from "../../accounts/allowances.js";
import { apiKeysOf, makeApiKey, revokeApiKey } from "../../accounts/api-keys.js";
import { addPasskey, newPasskeyOptions, type PasskeySite, passkeysOf, passkeysWork, personOfPasskey, removePasskey, signInOptions } from "../../accounts/passkeys.js";
import { mustDo } from "../../accounts/roles.js";
import { type Allowance, takeToken } from "../../accounts/take-token.js";
import { accountPage, type AccountView, signInPage, signUpPage, type Refused } from "../../pages/account-pages.js";
import { clientAddress } from "../client-address.js";
import type { Hub } from "../hub-app.js";


/** Signing in and out, an account's page and keys; forms that work without JavaScript. */
export function addAccountRoutes(app: Hono, hub: Hub, accounts: Accounts, behindProxy: boolean): void {
  const { database } = hub;
  const limited = async (key: string, allowance: Allowance): Promise<void> => {
    if (!(await takeToken(database, key, allowance))) throw new HTTPException(429, { message: "Too many tries: wait a few minutes." });
  };
  const siteOf = (context: Context): PasskeySite => ({ name: hub.site.name, origin: hub.origin(context) });
  const account = async (context: Context, person: Person, more: Pick<AccountView, "newKey" | "error"> = {}, status: 200 | 400 = 200) =>
    show(context, accountPage({ person, keys: await apiKeysOf(database, person.id), passkeys: passkeysWork(siteOf(context)) ? await passkeysOf(database, person.id) : undefined, ...more }), status);
  const show = (context: Context, page: Parameters<Hub["document"]>[0], status: 200 | 400 = 200) => {
    context.header("Cache-Control", "no-store");
    return context.html(hub.document({ ...page, head: html`<script type="module" src="${hub.site.passkeyScript}"></script>
` }), status);
  };

  app.get("/sign-in", (context) => show(context, signInPage({ github: accounts.github, passkeys: passkeysWork(siteOf(context)), next: localPath(context.req.query("next")) })));
  app.post("/sign-in", async (context) => {
    const form = await fields(context);
    const { email = "", password = "" } = form;
    await limited(`sign-in ${clientAddress(context, behindProxy)}`, ALLOWANCES.signIn);
    await limited(`sign-in ${email.toLowerCase()}`, ALLOWANCES.signIn);
    return await signed(context, form, () => accounts.signIn({ email, password }), (refused) => show(context, signInPage({ github: accounts.github, passkeys: passkeysWork(siteOf(context)), next: localPath(form["next"]), refused }), 400));
  });
  app.post("/sign-in/passkey/options", async (context) => {
    await limited(`sign-in ${clientAddress(context, behindProxy)}`, ALLOWANCES.signIn);
    return context.json(await signInOptions(database, siteOf(context)));
  });
  app.post("/sign-in/passkey", async (context) => {
    await limited(`sign-in ${clientAddress(context, behindProxy)}`, ALLOWANCES.signIn);
    const form = await fields(context);
    const enter = async (): Promise<Headers> => await accounts.open(await personOfPasskey(database, siteOf(context), form["response"] ?? ""));
    return await signed(context, form, enter, (refused) => show(context, signInPage({ github: accounts.github, passkeys: true, next: localPath(form["next"]), refused }), 400));
  });
  app.get("/sign-up", (context) => show(context, signUpPage({ next: localPath(context.req.query("next")) })));
  app.post("/sign-up", async (context) => {
    const form = await fields(context);
    const { name = "", email = "", password = "" } = form;
    await limited(`sign-up ${clientAddress(context, behindProxy)}`, ALLOWANCES.signUp);
    if (name.trim() === "" || name.length > 80) return show(context, signUpPage({ next: localPath(form["next"]), refused: { values: form, error: "Fill in a name of at most 80 letters." } }), 400);
    return await signed(context, form, () => accounts.signUp({ name: name.trim(), email, password }), (refused) => show(context, signUpPage({ next: localPath(form["next"]), refused }), 400));
  });
  app.post("/sign-out", async (context) => withHeaders(context.redirect("/", 303), await accounts.signOut(context.req.raw.headers)));
  app.post("/sign-in/github", (context) =>
    accounts.handle(new Request(new URL("/api/auth/sign-in/social", context.req.url), { method: "POST", headers: { "Content-Type": "application/json", origin: hub.origin(context) }, body: JSON.stringify({ provider: "github", callbackURL: "/account" }) })).then(async (answer) => {
      const { url } = (await answer.json().catch(() => ({}))) as { url?: string };
      if (url === undefined) throw new HTTPException(404, { message: "Signing in with GitHub is not set up here." });
      return withHeaders(context.redirect(url, 303), answer.headers);
    }),
  );
  // What a browser is sent back to; everything else of the library's own addresses stays shut.
  app.get("/api/auth/callback/*", (context) => accounts.handle(context.req.raw));

  app.get("/account", async (context) => {
    const person = await hub.person(context);
    if (person === undefined) return context.redirect("/sign-in?next=/account", 303);
    return await account(context, person);
  });
  app.post("/account/keys", async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    await limited(`keys ${person.id}`, ALLOWANCES.keys);
    const name = ((await fields(context))["name"] ?? "").trim().slice(0, 80);
    return await account(context, person, { newKey: await makeApiKey(database, person.id, name === "" ? "a key" : name) });
  });
  app.post("/account/passkeys/options", async (context) => context.json(await newPasskeyOptions(database, siteOf(context), mustDo(await hub.person(context), "read"))));
  app.post("/account/passkeys", async (context) => {
    const person = mustDo(await hub.person(context), "read");
    const { passkey = "", response = "" } = await fields(context);
    try {
      await addPasskey(database, siteOf(context), person, passkey, response);
    } catch (error) {
      if (error instanceof AccountError) return await account(context, person, { error: error.message }, 400);
      throw error;
    }
    return context.redirect("/account", 303);
  });
  app.post("/account/passkeys/:id/remove", async (context) => {
    const person = mustDo(await hub.person(context), "read");
    if (!(await removePasskey(database, person.id, Number(context.req.param("id"))))) throw new HTTPException(404, { message: "You have no such passkey." });
    return context.redirect("/account", 303);
  });
  app.post("/account/keys/:id/revoke", async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    if (!(await revokeApiKey(database, person.id, Number(context.req.param("id"))))) throw new HTTPException(404, { message: "You have no such key." });
    return context.redirect("/account", 303);
  });
}

async function signed(context: Context, form: Readonly<Record<string, string>>, enter: () => Promise<Headers>, refuse: (refused: Refused) => Response | Promise<Response>): Promise<Response> {
  try {
    return withHeaders(context.redirect(localPath(form["next"]) ?? "/account", 303), await enter());
  } catch (error) {
    if (error instanceof AccountError) return await refuse({ values: form, error: error.message });
    throw error;
  }
}

/** The text fields of a form. */
export async function fields(context: Context): Promise<Record<string, string>> {
  const form = await context.req.parseBody();
  return Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}

/** A path of this hub: nothing that a browser would take for another host. */
function localPath(address: string | undefined): string | undefined {
  return address !== undefined && /^\/(?![/\\])[\w\-./?=&%~]*$/.test(address) ? address : undefined;
}

function withHeaders(response: Response, headers: Headers): Response {
  for (const cookie of headers.getSetCookie()) response.headers.append("Set-Cookie", cookie);
  return response;
}
