import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import { POSTGRES_MISSING, startPostgres } from "../../../../test-support/postgres.js";
import { makeApiKey } from "#src/accounts/api-keys.js";
import { writingAddresses } from "#src/api/write-schemas.js";
import type { Role } from "#src/database/schema.js";
import { hubWithPeople } from "../accounts/hub-with-people.js";
import { ORIGIN } from "../accounts/visitor.js";

const postgres = POSTGRES_MISSING === false ? await startPostgres() : undefined;
after(async () => await postgres?.stop());

async function hub(t: TestContext, address = ":memory:") {
  const { database, app, someone } = await hubWithPeople(t, address);
  const program = async (name: string, role: Role) => {
    const person = await someone(name, role);
    const { id } = await database.sql.selectFrom("person").select("id").where("name", "=", name).executeTakeFirstOrThrow();
    const key = await makeApiKey(database, id, "a program");
    const send = async (method: string, path: string, body?: object, scheme = "Token"): Promise<{ readonly status: number; readonly body: Readonly<Record<string, never>> }> => {
      const answer = await app.request(`/api/v1${path}`, { method, headers: { Authorization: `${scheme} ${key}`, "Content-Type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, never>> };
    };
    return { person, send, decide: async (address: string, to: string) => assert.equal((await person.post(`${address}/decide`, { to, reason: "It is so." })).status, 303, `${address} becomes ${to}`) };
  };
  const read = async (path: string): Promise<Readonly<Record<string, never>>> => (await app.request(`/api/v1${path}`)).json() as Promise<Readonly<Record<string, never>>>;
  return { database, app, program, read };
}

for (const [kind, skip, address] of [["SQLite", false, () => ":memory:"], ["PostgreSQL", POSTGRES_MISSING, () => postgres?.database() ?? ""]] as const) {
  test(`${kind}: a table, its metrics and its results come in by Papers With Code's addresses, wait, are published, corrected and taken back`, { skip }, async (t) => {
    const { program, read, app } = await hub(t, address());
    const [ada, rev] = [await program("Ada", "contributor"), await program("Rev", "reviewer")];
    const made = await ada.send("POST", "/evaluations/", { task: "seeing", dataset: "Other Faces", description: "Faces of others." });
    assert.equal(made.status, 202);
    const slug = "seeing-on-other-faces";
    assert.equal((await app.request(`/api/v1/evaluations/${slug}/`)).status, 404, "nothing changes at once");
    assert.equal((await ada.send("POST", `/evaluations/${slug}/metrics/`, { name: "Error", is_loss: true })).status, 404);
    await rev.decide(made.body["pending"] ?? "", "published");
    assert.deepEqual(await read(`/evaluations/${slug}/`), { id: slug, task: "seeing", dataset: "other-faces", description: "Faces of others.", mirror_url: null });

    const metric = await ada.send("POST", `/evaluations/${slug}/metrics`, { name: "Error", is_loss: true }, "Bearer");
    await rev.decide(metric.body["pending"] ?? "", "published");
    assert.equal(((await read(`/evaluations/${slug}/metrics/`))["results"] as unknown as { is_loss: boolean }[])[0]?.is_loss, true);
    const turned = await ada.send("PATCH", `/evaluations/${slug}/metrics/error/`, { is_loss: false });
    await rev.decide(turned.body["pending"] ?? "", "published");
    assert.equal((await read(`/evaluations/${slug}/metrics/error/`))["is_loss"], false);
    await rev.decide(turned.body["pending"] ?? "", "withdrawn");
    assert.equal((await read(`/evaluations/${slug}/metrics/error/`))["is_loss"], true, "as it was before");

    const claim = await ada.send("POST", `/evaluations/${slug}/results/`, { metrics: { Error: "6.5" }, methodology: "Net", paper: "a-known-paper", uses_additional_data: true, evaluated_on: "2026-11-01" });
    assert.equal(claim.status, 202);
    const results = async () => (await read(`/evaluations/${slug}/results/`))["results"] as unknown as { id: string; metrics: object; methodology: string; best_rank: number | null; uses_additional_data: boolean; paper: string }[];
    assert.deepEqual(await results(), []);
    await rev.decide(claim.body["pending"] ?? "", "published");
    const [row] = await results();
    assert.deepEqual([row?.metrics, row?.methodology, row?.best_rank, row?.uses_additional_data, row?.paper], [{ Error: "6.5" }, "Net", 1, true, "a-known-paper"]);
    const changed = await ada.send("PATCH", `/evaluations/${slug}/results/${row?.id}/`, { metrics: { Error: 5.6 }, uses_additional_data: false });
    assert.deepEqual((await results())[0]?.metrics, { Error: "6.5" });
    assert.match(await (await rev.person.get(changed.body["pending"] ?? "")).text(), /<del>6\.5<\/del>[\s\S]*<ins>5\.6<\/ins>[\s\S]*<del>yes<\/del>[\s\S]*<ins>no<\/ins>/);
    await rev.decide(changed.body["pending"] ?? "", "published");
    assert.deepEqual([(await results())[0]?.metrics, (await results())[0]?.uses_additional_data], [{ Error: "5.6" }, false]);
    await rev.decide(changed.body["pending"] ?? "", "withdrawn");
    assert.deepEqual([(await results())[0]?.metrics, (await results())[0]?.uses_additional_data], [{ Error: "6.5" }, true]);
    assert.equal((await rev.person.post(`${made.body["pending"]}/decide`, { to: "withdrawn", reason: "x" })).status, 409, "claims rest on the table");
    // A contributor asks, a reviewer does.
    assert.equal((await ada.send("DELETE", `/evaluations/${slug}/results/${row?.id}/`)).status, 202);
    assert.match(await (await rev.person.get("/review")).text(), /Net/);
    assert.equal((await results()).length, 1);
    assert.equal((await rev.send("DELETE", `/evaluations/${slug}/results/${row?.id}/`)).status, 202);
    assert.equal((await results()).length, 0);
    assert.equal((await rev.send("DELETE", `/evaluations/${slug}/`)).status, 405);
    assert.equal((await ada.send("PATCH", `/evaluations/${slug}/`, { description: "Faces of other people." })).status, 202);
  });
}

test("a table that is kept in step elsewhere is handed in once, however often it is sent", async (t) => {
  const { program, read } = await hub(t);
  const [ada, rev] = [await program("Ada", "contributor"), await program("Rev", "reviewer")];
  const table = { task: "Hearing", dataset: "Some Voices", metrics: [{ name: "WER", is_loss: true }], results: [{ metrics: { WER: "4.2" }, methodology: "Ear", external_source_url: "https://example.org/ear" }, { metrics: { WER: "3.9", Unheard: "1" }, methodology: "Ear 2", paper: "a-known-paper" }] };
  const send = async (more: object = {}) => {
    const { status, body } = await ada.send("POST", "/rpc/evaluation-synchronize/", { ...table, ...more });
    assert.equal(status, 202, JSON.stringify(body));
    return body as unknown as { id: string | null; pending: string[]; known: number; waiting: number };
  };
  const first = await send();
  assert.deepEqual([first.id, first.pending.length, first.known, first.waiting], [null, 1, 0, 2]);
  assert.deepEqual((await send()).pending, [], "it waits already");
  await rev.decide(first.pending[0] ?? "", "published");
  assert.equal(((await read("/evaluations/hearing-on-some-voices/metrics/"))["results"] as unknown as { is_loss: boolean }[])[0]?.is_loss, true);
  const rows = await send();
  assert.deepEqual([rows.id, rows.pending.length, rows.known, rows.waiting], ["hearing-on-some-voices", 2, 0, 0]);
  const again = await send();
  assert.deepEqual([again.pending, again.known], [[], 2], "rows that wait are known");
  for (const one of rows.pending) await rev.decide(one, "published");
  const ranked = (await read("/evaluations/hearing-on-some-voices/results/"))["results"] as unknown as { methodology: string; best_rank: number; metrics: object }[];
  assert.deepEqual(ranked.map(({ methodology, best_rank }) => [methodology, best_rank]).sort(), [["Ear 2", 1], ["Ear", 2]]);
  const other = { results: [{ ...table.results[0], metrics: { WER: "4.3" } }] };
  const corrected = await send(other);
  assert.equal(corrected.pending.length, 1);
  assert.deepEqual((await send(other)).pending, []);
  await rev.decide(corrected.pending[0] ?? "", "published");
  assert.deepEqual([(await send(other)).pending, (await send(other)).known], [[], 1]);
  assert.equal((await send({ results: [], metrics: [{ name: "WER", is_loss: false }] })).pending.length, 1, "another direction is looked at by a reviewer");
});

test("no key, no direction, no source, no such table: each is said by its field", async (t) => {
  const { program, app } = await hub(t);
  const ada = await program("Ada", "contributor");
  const reader = await program("Reader", "reader");
  const slug = "seeing-on-some-faces";
  for (const { method, path } of writingAddresses) {
    const address = path.replace("{id}", slug).replace("{metric}", "accuracy").replace("{result}", "1");
    assert.equal((await app.request(`/api/v1${address}`, { method: method.toUpperCase(), headers: { Origin: ORIGIN, "Content-Type": "application/json" }, ...(method === "delete" ? {} : { body: "{}" }) })).status, 401, `${method} ${address} without a key`);
    assert.equal((await reader.send(method.toUpperCase(), address, method === "delete" ? undefined : {})).status, 403, `${method} ${address} as a reader`);
  }
  const refused = async (path: string, body: object): Promise<string> => {
    const { status, body: told } = await ada.send("POST", path, body);
    assert.equal(status, 422, JSON.stringify(told));
    return told["title"] ?? "";
  };
  assert.match(await refused(`/evaluations/${slug}/metrics/`, { name: "WER" }), /^is_loss: say whether less is better/);
  assert.match(await refused("/rpc/evaluation-synchronize/", { task: "Seeing", dataset: "Some Faces", metrics: [{ name: "Accuracy" }], results: [] }), /^metrics\.0\.is_loss: say whether/);
  assert.match(await refused(`/evaluations/${slug}/results/`, { metrics: { Accuracy: "91" }, methodology: "Net" }), /^external_source_url: give the web address/);
  assert.match(await refused(`/evaluations/${slug}/results/`, { metrics: {}, methodology: "Net", external_source_url: "https://example.org" }), /^metrics: /);
  assert.match(await refused(`/evaluations/${slug}/results/`, { metrics: { Nothing: "1" }, methodology: "Net", external_source_url: "https://example.org" }), /no such metric; it has accuracy/);
  assert.match(await refused("/evaluations/", { task: "Seeing", dataset: "Some Faces" }), /has this benchmark: \/sota\/seeing-on-some-faces/);
  assert.equal((await ada.send("PATCH", `/evaluations/${slug}/results/999/`, {})).status, 404);
  assert.equal((await ada.send("POST", "/evaluations/none/results/", {})).status, 404);
  const [{ path = "" } = {}] = writingAddresses;
  assert.equal((await app.request(`/api/v1${path}`, { method: "POST", headers: { Authorization: "Token fmpn_no-such-key-is-known-here" }, body: "{}" })).status, 401);
});
