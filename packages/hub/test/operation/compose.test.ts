import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundledModel } from "@fmpn/lab/evaluation";
import { parse } from "yaml";
import { long } from "../../../../test-support/long.js";
import { POSTGRES_MISSING, startPostgres } from "../../../../test-support/postgres.js";
import { makeApiKey } from "#src/accounts/api-keys.js";
import { openDatabase } from "#src/database/open-database.js";
import { findJail } from "#src/sandbox/isolation.js";
import { sendModel } from "#src/submissions/send-model.js";
import { temporaryFolder } from "../temporary-hub.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const bin = path.join(root, "packages/cli/bin/fmpn.js");

interface Service {
  readonly command?: readonly string[];
  readonly deploy?: { readonly replicas: number };
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: unknown;
  readonly volumes?: readonly string[];
}

async function composeFile(): Promise<{ readonly services: Readonly<Record<string, Service>>; readonly volumes: Readonly<Record<string, unknown>>; readonly configs: Readonly<Record<string, { readonly content: string }>> }> {
  return parse(await readFile(path.join(root, "compose.yaml"), "utf8"), { merge: true }) as Awaited<ReturnType<typeof composeFile>>;
}

test("compose.yaml is two that serve, two that measure, PostgreSQL and a proxy; the image holds what it starts", async () => {
  const { services, volumes, configs } = await composeFile();
  assert.deepEqual(Object.keys(services).toSorted(), ["database", "proxy", "web", "worker"]);
  assert.deepEqual([services["web"]?.deploy?.replicas, services["worker"]?.deploy?.replicas], [2, 2]);
  for (const { volumes: used = [] } of Object.values(services)) for (const volume of used) assert.ok((volume.split(":")[0] ?? "") in volumes, volume);
  assert.match(configs["caddyfile"]?.content ?? "", /dynamic a web 8470/);
  const dockerfile = await readFile(path.join(root, "Dockerfile"), "utf8");
  const [, entry = ""] = /ENTRYPOINT \["node", "([^"]+)"\]/.exec(dockerfile) ?? [];
  assert.ok(existsSync(path.join(root, entry)), entry);
  assert.match(dockerfile, /bubblewrap/);
});

test("its commands, started against PostgreSQL, are one hub: what one process takes in, another measures, and both show", { skip: long || POSTGRES_MISSING || ((await findJail()) === undefined && "bubblewrap is not installed") }, async (t) => {
  const postgres = await startPostgres();
  t.after(postgres.stop);
  const address = postgres.database();
  const folder = await temporaryFolder(t);
  const { services } = await composeFile();
  const commandOf = (name: string, port?: number): string[] =>
    (services[name]?.command ?? []).flatMap((word) => (word.startsWith("postgres://") ? [address] : word.startsWith("/data") ? [path.join(folder, word)] : word === "0.0.0.0" ? ["127.0.0.1"] : word.startsWith("${HUB_ADDRESS") ? ["http://127.0.0.1"] : [word])).concat(port === undefined ? [] : ["--port", String(port)]);
  const children: ChildProcess[] = [];
  t.after(async () => {
    for (const child of children) child.kill("SIGTERM");
    await Promise.all(children.map((child) => child.exitCode ?? new Promise((resolve) => child.once("exit", resolve))));
  });
  const begin = (args: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] });
      children.push(child);
      let said = "";
      child.stderr.on("data", (text: Buffer) => (said += text.toString()));
      child.stdout.once("data", (text: Buffer) => resolve(text.toString().trim()));
      child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}: ${said}`)));
    });
  // All at once, on an empty database: one of them fills it.
  const [one = "", two = ""] = await Promise.all([begin(commandOf("web", 0)), begin(commandOf("web", 0)), begin(commandOf("worker")), begin(commandOf("worker"))]);
  const database = await openDatabase(address);
  t.after(database.close);
  assert.equal((await database.sql.selectFrom("import_run").select("id").where("finished", "is", null).execute()).length, 0);
  const files = await database.sql.selectFrom("import_run").select("file").execute();
  assert.equal(new Set(files.map(({ file }) => file)).size, files.length, "each file once");
  for (const url of [one, two]) assert.deepEqual(await (await fetch(`${url}/health`)).json(), { state: "well" });
  assert.equal((await database.sql.selectFrom("worker").select("name").execute()).length, 2);

  await database.sql.updateTable("split").set({ images: 14 }).where("slug", "=", "synthetic-seed-2").execute();
  const now = new Date();
  const { id } = await database.sql.insertInto("person").values({ name: "Ada", email: "ada@example.org", emailVerified: false, createdAt: now, updatedAt: now, role: "contributor" } as never).returning("id").executeTakeFirstOrThrow();
  const key = await makeApiKey(database, id, "test");
  const measurement = await sendModel(one, key, { file: bundledModel(), name: "Bundled", licence: "non-commercial", trainingData: "photographs", relation: "disjoint", protocol: "hub-seed-2" });
  const place = new URL(measurement).pathname;
  for (let tries = 0; ; tries += 1) {
    const answer = (await (await fetch(`${two}${place}.json`)).json()) as { state?: string };
    if (answer.state !== "queued" && answer.state !== "running") break;
    assert.ok(tries < 600, "it is measured in time");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const rows = await database.sql.selectFrom("measurement").select(["state", "document_sha256"]).where("place", "=", "this hub").where("slug", "=", place.split("/").at(-1) ?? "").execute();
  assert.equal(rows[0]?.state, "succeeded");
  for (const url of [one, two]) assert.match(await (await fetch(`${url}${place}`, { headers: { Accept: "text/html" } })).text(), /Balanced accuracy/);
});
