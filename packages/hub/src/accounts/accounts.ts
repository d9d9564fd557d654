import { betterAuth } from "better-auth";
import type { Database } from "../database/database.js";
import type { Role } from "../database/schema.js";
import { openSession } from "./open-session.js";

export interface AccountsOptions {
  /** Where people find the hub, as "https://hub.example": cookies and redirects are for it alone. */
  readonly address: string;
  /** Signs cookies; the same on every machine that serves this hub. */
  readonly secret: string;
  /** Lets people sign in with GitHub, by the application that the operator has made there. */
  readonly github?: { readonly clientId: string; readonly clientSecret: string } | undefined;
}

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

const FEWEST_LETTERS = 10;

/** Accounts by better-auth, in the hub's database. It sends nothing anywhere, but to GitHub where that is configured. */
export function openAccounts(database: Database, { address, secret, github }: AccountsOptions): Accounts {
  const auth = betterAuth({
    database: { db: database.sql, type: database.kind },
    baseURL: address,
    basePath: "/api/auth",
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, minPasswordLength: FEWEST_LETTERS },
    ...(github === undefined ? {} : { socialProviders: { github } }),
    user: { modelName: "person", additionalFields: { role: { type: "string", required: false, defaultValue: "contributor", input: false } } },
    session: { modelName: "login" },
    account: { modelName: "identity" },
    plugins: [openSession],
    advanced: { cookiePrefix: "hub", database: { generateId: "serial" } },
  });
  const refusal = (error: unknown): never => {
    const { code, message } = (error as { body?: { code?: string; message?: string } }).body ?? {};
    if (code === undefined) throw error;
    throw new AccountError(code.startsWith("INVALID_EMAIL_OR_PASSWORD") ? "No account has this address and this password." : `${message ?? code}.`.replace(/\.\.$/, "."));
  };
  return {
    github: github !== undefined,
    signUp: async (body) => (await auth.api.signUpEmail({ body, returnHeaders: true }).catch(refusal)).headers,
    signIn: async (body) => (await auth.api.signInEmail({ body, returnHeaders: true }).catch(refusal)).headers,
    open: async (person) => (await auth.api.openSession({ body: { person }, returnHeaders: true })).headers,
    signOut: async (headers) => (await auth.api.signOut({ headers, returnHeaders: true })).headers,
    async personOf(headers) {
      if (!headers.has("cookie")) return undefined;
      const found = await auth.api.getSession({ headers });
      return found === null ? undefined : { id: Number(found.user.id), name: found.user.name, email: found.user.email, role: found.user.role as Role };
    },
    handle: (request) => auth.handler(request),
  };
}
