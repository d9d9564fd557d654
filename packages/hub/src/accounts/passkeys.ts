import { isIP } from "node:net";
import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON, WebAuthnCredential } from "@simplewebauthn/server";
import type { Database } from "../database/database.js";
import { AccountError, type Person } from "./accounts.js";

/** The hub as browsers know it, which passkeys are bound to. */
export interface PasskeySite {
  readonly name: string;
  /** "https://hub.example". */
  readonly origin: string;
}

/** Loaded when somebody uses a passkey: it is a good part of what a hub would load at its start. */
const webAuthn = () => import("@simplewebauthn/server");

/** A question to a device waits so long for its answer. */
const MINUTES = 5;
const MOST_KEYS = 20;

/** Passkeys are bound to names of hosts: where a hub is known by a number alone, browsers make none. */
export function passkeysWork({ origin }: Pick<PasskeySite, "origin">): boolean {
  const host = new URL(origin).hostname;
  return isIP(host.replace(/^\[|\]$/g, "")) === 0;
}

/** What a person sees of a passkey. */
export interface Passkey {
  readonly id: number;
  readonly name: string;
  readonly created: string;
  readonly lastUsed: string | null;
}

export async function passkeysOf({ sql }: Database, person: number): Promise<readonly Passkey[]> {
  return await sql.selectFrom("passkey").select(["id", "name", "created", "last_used as lastUsed"]).where("person_id", "=", person).orderBy("id").execute();
}

/** @returns false where the person has no such passkey */
export async function removePasskey({ sql }: Database, person: number, id: number): Promise<boolean> {
  return (await sql.deleteFrom("passkey").where("id", "=", id).where("person_id", "=", person).executeTakeFirst()).numDeletedRows === 1n;
}

/** What a browser needs to make a passkey for somebody who is signed in. */
export async function newPasskeyOptions(database: Database, site: PasskeySite, person: Person): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await database.sql.selectFrom("passkey").select("credential").where("person_id", "=", person.id).execute();
  const options = await (await webAuthn()).generateRegistrationOptions({
    rpName: site.name,
    rpID: new URL(site.origin).hostname,
    userName: person.email,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(String(person.id)) as Uint8Array<ArrayBuffer>,
    excludeCredentials: known.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await ask(database, options.challenge, person.id);
  return options;
}

/** Keeps a passkey that a browser made. @param response as the browser's `toJSON` gives it @throws AccountError */
export async function addPasskey(database: Database, site: PasskeySite, person: Person, name: string, response: string): Promise<void> {
  if ((await passkeysOf(database, person.id)).length >= MOST_KEYS) throw new AccountError(`You have ${MOST_KEYS} passkeys; remove one first.`);
  const credential = await refusing(async () => {
    const { verified, registrationInfo } = await (await webAuthn()).verifyRegistrationResponse({ response: JSON.parse(response) as RegistrationResponseJSON, expectedChallenge: (challenge) => answered(database, challenge, person.id), expectedOrigin: site.origin, expectedRPID: new URL(site.origin).hostname });
    return verified ? registrationInfo?.credential : undefined;
  });
  if (credential === undefined) throw new AccountError(NOT_TAKEN);
  const taken = await database.sql
    .insertInto("passkey")
    .values({ person_id: person.id, name: name.trim().slice(0, 80) || "a passkey", credential: credential.id, public_key: Buffer.from(credential.publicKey).toString("base64url"), counter: credential.counter, transports: JSON.stringify(credential.transports ?? []), created: new Date().toISOString(), last_used: null })
    .onConflict((conflict) => conflict.column("credential").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (taken === undefined) throw new AccountError("This passkey is known here already.");
}

/** What a browser needs to sign somebody in by whatever passkey they choose. */
export async function signInOptions(database: Database, site: PasskeySite): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await (await webAuthn()).generateAuthenticationOptions({ rpID: new URL(site.origin).hostname, userVerification: "required" });
  await ask(database, options.challenge, null);
  return options;
}

/** Who signs in by a passkey. @param response as the browser's `toJSON` gives it @throws AccountError, with the same words whatever was wrong */
export async function personOfPasskey(database: Database, site: PasskeySite, response: string): Promise<number> {
  const { sql } = database;
  const person = await refusing(async () => {
    const answer = JSON.parse(response) as AuthenticationResponseJSON;
    const known = await sql.selectFrom("passkey").selectAll().where("credential", "=", String(answer.id)).executeTakeFirst();
    if (known === undefined) return undefined;
    const credential: WebAuthnCredential = { id: known.credential, publicKey: new Uint8Array(Buffer.from(known.public_key, "base64url")), counter: Number(known.counter) };
    const { verified, authenticationInfo } = await (await webAuthn()).verifyAuthenticationResponse({ response: answer, credential, expectedChallenge: (challenge) => answered(database, challenge, null), expectedOrigin: site.origin, expectedRPID: new URL(site.origin).hostname });
    if (!verified) return undefined;
    await sql.updateTable("passkey").set({ counter: authenticationInfo.newCounter, last_used: new Date().toISOString() }).where("id", "=", known.id).execute();
    return known.person_id;
  });
  if (person === undefined) throw new AccountError(NOT_TAKEN);
  return person;
}

const NOT_TAKEN = "This passkey was not taken: it is not known here, or the question was too old. Try again.";

/** The library's errors speak of bytes; for people one sentence will do. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AccountError(NOT_TAKEN, { cause: error });
  }
}

async function ask({ sql }: Database, challenge: string, person: number | null): Promise<void> {
  const now = Date.now();
  await sql.deleteFrom("passkey_challenge").where("expires", "<", now).execute();
  await sql.insertInto("passkey_challenge").values({ challenge, person_id: person, expires: now + MINUTES * 60_000 }).execute();
}

/** Whether the hub has asked this, of this person, lately; a question is answered once. */
async function answered({ sql }: Database, challenge: string, person: number | null): Promise<boolean> {
  const { numDeletedRows } = await sql.deleteFrom("passkey_challenge").where("challenge", "=", challenge).where("person_id", person === null ? "is" : "=", person).where("expires", ">=", Date.now()).executeTakeFirst();
  return numDeletedRows === 1n;
}
