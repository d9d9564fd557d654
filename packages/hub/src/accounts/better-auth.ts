import { betterAuth } from "better-auth";
import type { Database } from "../database/database.js";
import { openSession } from "./open-session.js";

export interface AccountsOptions {
  /** Where people find the hub, as "https://hub.example": cookies and redirects are for it alone. */
  readonly address: string;
  /** Signs cookies; the same on every machine that serves this hub. */
  readonly secret: string;
  /** Lets people sign in with GitHub, by the application that the operator has made there. */
  readonly github?: { readonly clientId: string; readonly clientSecret: string } | undefined;
}

const FEWEST_LETTERS = 10;

/** The library that keeps accounts, in the hub's database. It sends nothing anywhere, but to GitHub where that is configured. */
export function openBetterAuth(database: Database, { address, secret, github }: AccountsOptions) {
  return betterAuth({
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
}
