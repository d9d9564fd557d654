import { type Content, html } from "@fmpn/page";
import { dataTable, facts, notice, textField } from "@fmpn/page/parts";
import type { Person } from "../accounts/accounts.js";
import type { ApiKey } from "../accounts/api-keys.js";
import type { Passkey } from "../accounts/passkeys.js";
import { mayDo } from "../accounts/roles.js";
import type { HubPage } from "./layout.js";

/** What was filled in, and why it was refused. */
export interface Refused {
  readonly values: Readonly<Record<string, string>>;
  readonly error: string;
}

const problem = (refused: Refused | undefined): Content => (refused === undefined ? "" : notice(html`${refused.error}`, "bad"));
/** Carries the page to go back to; only one of this hub's. */
const next = (address: string | undefined): Content => (address === undefined ? "" : html`<input type="hidden" name="next" value="${address}">`);

/** @param options.passkeys whether browsers take them at this address */
export function signInPage(options: { readonly github: boolean; readonly passkeys: boolean; readonly next?: string | undefined; readonly refused?: Refused | undefined }): HubPage {
  return {
    title: "Sign in",
    main: html`<h1>Sign in</h1>
${problem(options.refused)}
<form method="post" action="/sign-in" class="panel">${next(options.next)}
${textField({ name: "email", label: "E-mail address", type: "email", autocomplete: "username", required: true, value: options.refused?.values["email"] })}
${textField({ name: "password", label: "Password", type: "password", autocomplete: "current-password", required: true })}
<p><button type="submit" class="primary">Sign in</button></p></form>
${options.passkeys ? html`<form method="post" action="/sign-in/passkey" data-passkey="/sign-in/passkey/options" hidden>${next(options.next)}<input type="hidden" name="response"><p class="row"><button type="submit">Sign in with a passkey</button><output></output></p></form>` : ""}
${options.github ? html`<form method="post" action="/sign-in/github"><p><button type="submit">Sign in with GitHub</button></p></form>` : ""}
<p>No account yet? <a href="/sign-up">Make one</a>: a name, an address, a password. Reading needs none.</p>`,
  };
}

export function signUpPage(options: { readonly next?: string | undefined; readonly refused?: Refused | undefined }): HubPage {
  const values = options.refused?.values;
  return {
    title: "Make an account",
    main: html`<h1>Make an account</h1>
<p class="lead">To submit results and models. Nothing is sent to your address.</p>
${problem(options.refused)}
<form method="post" action="/sign-up" class="panel">${next(options.next)}
${textField({ name: "name", label: "Name", hint: "Shown beside what you submit.", autocomplete: "name", required: true, value: values?.["name"] })}
${textField({ name: "email", label: "E-mail address", hint: "Not shown to others.", type: "email", autocomplete: "username", required: true, value: values?.["email"] })}
${textField({ name: "password", label: "Password", hint: "At least 10 characters.", type: "password", autocomplete: "new-password", required: true })}
<p><button type="submit" class="primary">Make the account</button></p></form>`,
  };
}

export interface AccountView {
  readonly person: Person;
  readonly keys: readonly ApiKey[];
  /** Undefined where browsers take none at this address. */
  readonly passkeys: readonly Passkey[] | undefined;
  /** Shown this once. */
  readonly newKey?: string | undefined;
  readonly error?: string | undefined;
}

export function accountPage({ person, keys, passkeys, newKey, error }: AccountView): HubPage {
  return {
    title: "Your account",
    main: html`<h1>${person.name}</h1>
${facts([["E-mail address", person.email], ["Role", person.role]])}
<p><a href="/submissions">What you handed in</a>${mayDo(person, "operate") ? html` · <a href="/operation">The hub's operation</a>` : ""}</p>
<form method="post" action="/sign-out"><p><button type="submit">Sign out</button></p></form>
${error === undefined ? "" : notice(error, "bad")}
<h2>Passkeys</h2>
<p>A passkey signs you in by this device's lock, a telephone or a security key: no password is typed, and none can be phished.</p>
${passkeys === undefined ? html`<p class="note">Browsers bind passkeys to a name, not to a number: open this hub by its name (on this machine <code>http://localhost</code>) to make one.</p>` : html`${passkeys.length === 0 ? "" : passkeyTable(passkeys)}
<noscript><p class="note">Making one needs JavaScript.</p></noscript>
<form method="post" action="/account/passkeys" class="panel" data-passkey="/account/passkeys/options" data-make hidden>${textField({ name: "passkey", label: "Name of a new passkey", hint: "Where it is kept: “telephone”.", required: true })}
<input type="hidden" name="response"><p class="row"><button type="submit">Make a passkey</button><output></output></p></form>`}
<h2>Keys for programs</h2>
<p>A key lets <code>fmpn hub submit</code> and other programs act for you, without your password.</p>
${newKey === undefined ? "" : notice(html`<p>This key is shown once. Keep it as you would a password:</p><pre tabindex="0">${newKey}</pre>`, "good")}
${keys.length === 0 ? "" : keyTable(keys)}
<form method="post" action="/account/keys" class="panel">${textField({ name: "name", label: "Name of a new key", hint: "Where it will be used.", required: true })}
<p><button type="submit">Make a key</button></p></form>`,
  };
}

const keyTable = (keys: readonly ApiKey[]): Content =>
  dataTable<ApiKey>({
    caption: "Your keys",
    columns: [
      { name: "Name", cell: ({ name }) => name },
      { name: "Made", cell: ({ created }) => created.slice(0, 10) },
      { name: "Last used", cell: ({ lastUsed }) => lastUsed ?? "never" },
      { name: "End it", cell: ({ id, name }) => html`<form method="post" action="/account/keys/${id}/revoke"><button type="submit" aria-label="Revoke ${name}">Revoke</button></form>` },
    ],
    groups: [{ rows: keys }],
  });

const passkeyTable = (keys: readonly Passkey[]): Content =>
  dataTable<Passkey>({
    caption: "Your passkeys",
    columns: [
      { name: "Name", cell: ({ name }) => name },
      { name: "Made", cell: ({ created }) => created.slice(0, 10) },
      { name: "Last used", cell: ({ lastUsed }) => lastUsed?.slice(0, 10) ?? "never" },
      { name: "End it", cell: ({ id, name }) => html`<form method="post" action="/account/passkeys/${id}/remove"><button type="submit" aria-label="Remove ${name}">Remove</button></form>` },
    ],
    groups: [{ rows: keys }],
  });
