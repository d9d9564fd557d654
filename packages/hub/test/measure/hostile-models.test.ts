import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "@fmpn/graph";
import { setRole } from "#src/accounts/set-role.js";
import { openAccounts } from "#src/accounts/accounts.js";
import { findRunner } from "#src/measure/open-strangers-model.js";
import { findJail } from "#src/sandbox/isolation.js";
import { hubApp } from "#src/server/hub-app.js";
import { folderStore } from "#src/storage/folder-store.js";
import { measuringQueue } from "#src/worker/run-worker.js";
import { full } from "../../../../test-support/long.js";
import { model, node, numbers, tensor, value } from "../../../../test-support/hostile-models.js";
import { newcomer, ORIGIN, type Visitor } from "../accounts/visitor.js";
import { filledDatabase } from "../filled-database.js";

const skip = (await findJail()) === undefined && "bubblewrap and prlimit are not installed";
const shared = process.env["FMPN_SHARED"] ?? fileURLToPath(new URL("../../../../../shared/", import.meta.url));
const HOSTILE = path.join(shared, "hub/hostile-models");

/** Every kind of refusal that there is a word for. */
const KINDS = /^(?:file|too large|operators|external data|shape|preprocessing|memory|time|crash)$/;
const STATEMENT = new Blob([JSON.stringify({ size: 4, margin: 0, channels: "gray", layout: "NCHW", range: [0, 1], mean: [0], deviation: [1], classes: ["neutral", "anger", "disgust", "fear", "happiness", "sadness", "surprise"], answers: "logits" })]);

async function hub(t: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-hub-"));
  t.after(() => rm(folder, { recursive: true }));
  const database = await filledDatabase(t);
  const desk = { database, store: folderStore(path.join(folder, "artifacts")), runner: await findRunner(), folders: {}, trustStrangers: false };
  const app = await hubApp(database, { address: ORIGIN, accounts: openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" }), measuring: { desk, queue: measuringQueue(database) } });
  const ada = await newcomer(app, "Ada");
  await setRole(database, "ada@example.org", "contributor");
  const protocol = String((await database.sql.selectFrom("protocol").select("id").where("slug", "=", "hub-seed-2").executeTakeFirstOrThrow()).id);
  /** What became of a model: "taken", or the kind that it was refused by; with what the page says. */
  const handIn = async (one: Visitor, bytes: Uint8Array): Promise<{ kind: string; page: string }> => {
    await database.sql.deleteFrom("bucket").execute();
    const answer = await one.post("/submit/model", { name: "x", licence: "x", trainingData: "x", relation: "unknown", protocol, model: new Blob([new Uint8Array(bytes)]), preprocessing: STATEMENT });
    if (answer.status === 303) return { kind: "taken", page: await (await one.get(answer.headers.get("location") ?? "")).text() };
    const page = await answer.text();
    assert.equal(answer.status, 422, page.slice(0, 500));
    return { kind: /Not taken: ([a-z ]+)\./.exec(page)?.[1] ?? "no kind", page };
  };
  return { folder, database, ada, handIn };
}

/** Sixteen gray pixels by seven classes: a model small enough that a changed byte mostly hits what matters. */
const tiny = (): Uint8Array =>
  model((out) => {
    node(out, "Flatten", ["x"], ["flat"]);
    node(out, "MatMul", ["flat", "w"], ["y"]);
    tensor(out, 5, "w", [16, 7], 1, numbers(...Array.from({ length: 112 }, (_, k) => Math.sin(k))));
    value(out, 11, "x", [1, 1, 4, 4]);
    value(out, 12, "y", [1, 7]);
  });

test("the hostile models that were collected are each refused by their kind, and give nothing of the machine away", { skip: skip || (existsSync(HOSTILE) ? false : `${HOSTILE} is not here`) }, async (t) => {
  const { ada, handIn } = await hub(t);
  const kinds: Record<string, string> = {};
  const secret = (await readFile("/etc/hostname", "utf8").catch(() => "no such name")).trim();
  for (const name of readdirSync(HOSTILE).filter((file) => file.endsWith(".onnx")).sort()) {
    const begun = performance.now();
    const { kind, page } = await handIn(ada, await readFile(path.join(HOSTILE, name)));
    kinds[name] = kind;
    assert.ok(performance.now() - begun < 90_000, name);
    assert.ok(!page.includes(HOSTILE) && (secret.length < 4 || !page.includes(secret)), name);
  }
  const { "mem.onnx": memory, "ok.onnx": identity, ...rest } = kinds;
  assert.deepEqual(rest, { "custom.onnx": "operators", "ext-abs.onnx": "external data", "ext-rel.onnx": "external data", "ext-up.onnx": "external data", "sparse-ext.onnx": "external data", "time.onnx": "operators" });
  // These two are well-formed, but answer no face.
  for (const kind of [memory, identity]) assert.match(kind ?? "", KINDS);
  assert.equal((await ada.get("/")).status, 200);
});

test(`${full ? 200 : 24} mutated models: each is taken or refused by a kind, the hub lives, nothing half-written stays`, { skip }, async (t) => {
  const { folder, database, ada, handIn } = await hub(t);
  await writeFile(path.join(folder, "secret.bin"), "of the machine");
  const whole = tiny();
  assert.equal((await handIn(ada, whole)).kind, "taken", "as it is, it answers");
  const random = createRandom(23, "mutations");
  const before = process.memoryUsage().rss;
  const counts: Record<string, number> = {};
  for (let round = 0; round < (full ? 200 : 24); round += 1) {
    let bytes = whole.slice();
    // Mostly where the structure is; sometimes cut off, or with a piece twice.
    for (let change = random.integer(4); change >= 0; change -= 1) bytes[random.integer(random.integer(2) === 0 ? 120 : bytes.length)] = random.integer(256);
    if (round % 7 === 0) bytes = bytes.slice(0, random.integer(bytes.length));
    if (round % 11 === 0) bytes = new Uint8Array([...bytes, ...bytes.slice(random.integer(bytes.length))]);
    const { kind, page } = await handIn(ada, bytes);
    assert.match(kind, /^taken$|^(?:file|too large|operators|external data|shape|preprocessing|memory|time|crash)$/, `round ${round}`);
    assert.ok(!page.includes("of the machine") && !page.includes(folder), `round ${round}`);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(Object.keys(counts).some((kind) => kind !== "taken"));
  assert.equal((await ada.get("/")).status, 200);
  assert.deepEqual(await readdir(path.join(folder, "artifacts", "incoming")), []);
  assert.equal((await database.sql.selectFrom("submission").select("id").execute()).length, 1 + (counts["taken"] ?? 0), "one draft for each that was taken");
  assert.ok(process.memoryUsage().rss - before < 500e6);
});
