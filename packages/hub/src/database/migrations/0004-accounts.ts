import type { Database } from "../database.js";

/**
 * People, as the library for accounts wants them (its names of columns, its types of dates and flags), and what is the hub's own:
 * keys for programs, of which the hash alone is kept, and limits.
 */
export function accountTables(kind: Database["kind"]): readonly string[] {
  const [time, flag] = kind === "sqlite" ? ["text", "integer"] : ["timestamptz", "boolean"];
  const owner = `"userId" integer not null references person (id) on delete cascade`;
  const made = `"createdAt" ${time} not null, "updatedAt" ${time} not null`;
  return [
    `create table person (id {id}, name text not null, email text not null unique, "emailVerified" ${flag} not null, image text, ${made}, role text not null default 'contributor') {table}`,
    `create table login (id {id}, token text not null unique, "expiresAt" ${time} not null, "ipAddress" text, "userAgent" text, ${owner}, ${made}) {table}`,
    `create index login_of_person on login ("userId")`,
    `create table identity (id {id}, "accountId" text not null, "providerId" text not null, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" ${time},
      "refreshTokenExpiresAt" ${time}, scope text, password text, ${owner}, ${made}) {table}`,
    `create index identity_of_person on identity ("userId")`,
    `create table verification (id {id}, identifier text not null, value text not null, "expiresAt" ${time} not null, ${made}) {table}`,
    `create index verification_of on verification (identifier)`,
    `create table api_key (id {id}, person_id integer not null references person (id) on delete cascade, name text not null, key_sha256 text not null unique, created text not null, last_used text) {table}`,
    `create table bucket (key text not null primary key, tokens {real} not null, at {big} not null) {junction}`,
  ];
}
