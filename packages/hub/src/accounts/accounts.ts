import type { Database } from "../database/database.js";
import type { Role } from "../database/schema.js";
import type { AccountsOptions, openBetterAuth } from "./better-auth.js";

/** Somebody who is signed in. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** Why an account was refused, in a sentence for whoever fills in the form. */
export class AccountError extends Error {
  override readonly name = "AccountError";
}

export interface Accounts {
  readonly github: boolean;
  /** @returns the headers that sign the person in @throws AccountError */
  signUp(form: { readonly name: string; readonly email: string; readonly password: string }): Promise<Headers>;
  /** @throws AccountError, with the same words for an unknown address and a wrong password */
  signIn(form: { readonly email: string; readonly password: string }): Promise<Headers>;
  /** Signs in whom the hub has known by other means, as by a passkey. @returns the headers that do it */
  open(person: number): Promise<Headers>;
  signOut(headers: Headers): Promise<Headers>;
  personOf(headers: Headers): Promise<Person | undefined>;
  /** The library's own addresses, below `/api/auth`: GitHub's way back. */
  handle(request: Request): Promise<Response>;
}

/**
 * Accounts by better-auth, in the hub's database. The library is loaded when somebody comes with a cookie or a form: it is a third
 * of what a hub would load at its start.
 */
export function openAccounts(database: Database, options: AccountsOptions): Accounts {
  let opened: Promise<ReturnType<typeof openBetterAuth>> | undefined;
  const auth = () => (opened ??= import("./better-auth.js").then(({ openBetterAuth: open }) => open(database, options)));
  const refusal = (error: unknown): never => {
    const { code, message } = (error as { body?: { code?: string; message?: string } }).body ?? {};
    if (code === undefined) throw error;
    throw new AccountError(code.startsWith("INVALID_EMAIL_OR_PASSWORD") ? "No account has this address and this password." : `${message ?? code}.`.replace(/\.\.$/, "."));
  };
  return {
    github: options.github !== undefined,
    signUp: async (body) => (await (await auth()).api.signUpEmail({ body, returnHeaders: true }).catch(refusal)).headers,
    signIn: async (body) => (await (await auth()).api.signInEmail({ body, returnHeaders: true }).catch(refusal)).headers,
    open: async (person) => (await (await auth()).api.openSession({ body: { person }, returnHeaders: true })).headers,
    signOut: async (headers) => (await (await auth()).api.signOut({ headers, returnHeaders: true })).headers,
    async personOf(headers) {
      if (!headers.has("cookie")) return undefined;
      const found = await (await auth()).api.getSession({ headers });
      return found === null ? undefined : { id: Number(found.user.id), name: found.user.name, email: found.user.email, role: found.user.role as Role };
    },
    handle: async (request) => await (await auth()).handler(request),
  };
}
