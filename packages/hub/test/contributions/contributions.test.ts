import assert from "node:assert/strict";
import { after, test } from "node:test";
import { POSTGRES_MISSING, startPostgres } from "../../../../test-support/postgres.js";
import { makeApiKey } from "#src/accounts/api-keys.js";
import { hubWithPeople } from "../accounts/hub-with-people.js";
import { ORIGIN, visitor } from "../accounts/visitor.js";

const postgres = POSTGRES_MISSING === false ? await startPostgres() : undefined;
after(async () => await postgres?.stop());

const PAPER = { title: "Faces Move, and So Do Masks", authors: "Ada Lovelace; Grace Hopper", abstract: "We look at faces.", date: "2026-11", url: "https://arxiv.org/abs/2611.01234", pdf: "", proceeding: "VCIP 2026", tasks: "Seeing" };
const place = (response: Response): string => response.headers.get("location") ?? "";

for (const [kind, skip, address] of [["SQLite", false, () => ":memory:"], ["PostgreSQL", POSTGRES_MISSING, () => postgres?.database() ?? ""]] as const) {
  test(`${kind}: a paper is drafted, handed in, published, found, withdrawn, brought back; a correction and code of it likewise`, { skip }, async (t) => {
    const { database, app, someone } = await hubWithPeople(t, address());
    const [ada, rev, reader] = [await someone("Ada", "contributor"), await someone("Rev", "reviewer"), visitor(app)];
    const draft = place(await ada.post("/submit/paper", { ...PAPER, abstract: "", step: "keep" }));
    const id = draft.split("/").at(-1) ?? "";
    for (const other of [reader, rev]) assert.equal((await other.get(draft)).status, 404, "a draft is its author's alone");
    assert.match(await (await ada.get(`/submit/paper?draft=${id}`)).text(), /value="Faces Move, and So Do Masks"/);
    assert.equal((await ada.post("/submit/paper", { ...PAPER, abstract: "", draft: id })).status, 422, "an abstract is wanted");
    assert.equal(place(await ada.post("/submit/paper", { ...PAPER, draft: id })), draft, "the same draft");
    assert.equal((await reader.get(draft)).status, 404);
    assert.match(await (await rev.get("/review")).text(), /Faces Move, and So Do Masks/);
    assert.match(await (await rev.get(draft)).text(), /What it would change[\s\S]*Grace Hopper/);
    assert.equal((await rev.post(`${draft}/decide`, { to: "published", reason: " " })).status, 409);
    assert.equal((await ada.post(`${draft}/decide`, { to: "published", reason: "mine" })).status, 403);
    assert.equal((await rev.post(`${draft}/decide`, { to: "published", reason: "It is on arXiv." })).status, 303);
    const paper = "/paper/faces-move-and-so-do-masks";
    assert.match(await (await reader.get(paper)).text(), /Ada Lovelace[\s\S]*VCIP[\s\S]*Seeing[\s\S]*We look at faces/);
    assert.match(await (await reader.get("/search?q=masks+faces")).text(), /Faces Move, and So Do Masks/);
    assert.equal(place(await reader.get("/paper/2611.01234")), paper);

    const code = place(await ada.post("/submit/code", { paper: "2611.01234", repository: "git@github.com:ada/masks.git", whose: "official", framework: "jax", place: "Footnote 1" }));
    await rev.post(`${code}/decide`, { to: "published", reason: "The paper says so." });
    assert.match(await (await reader.get(paper)).text(), /https:\/\/github\.com\/ada\/masks[\s\S]*official/);

    const wrong = place(await ada.post("/submit/correction", { target: paper, field: "paper.title", value: "Faces Move", source: "https://arxiv.org/abs/2611.01234" }));
    assert.match(await (await rev.get(wrong)).text(), /<del>Faces Move, and So Do Masks<\/del>[\s\S]*<ins>Faces Move<\/ins>/);
    await rev.post(`${wrong}/decide`, { to: "published", reason: "The second version has it." });
    assert.match(await (await reader.get(paper)).text(), /<h1>Faces Move<\/h1>/);
    assert.ok(!(await (await reader.get("/search?q=masks")).text()).includes(`href="${paper}"`), "found by what it says now");
    assert.match(await (await reader.get(wrong)).text(), /published[\s\S]*The second version has it/);

    // What rests on it goes first, and each step can be undone.
    assert.equal((await rev.post(`${draft}/decide`, { to: "withdrawn", reason: "x" })).status, 409, "code rests on it");
    await ada.post(`${code}/decide`, { to: "withdrawn", reason: "It moved." });
    assert.ok(!(await (await reader.get(paper)).text()).includes("github.com/ada/masks"));
    const [, undo] = /action="\/revision\/(\d+)\/revert"(?![\s\S]*action="\/revision)/.exec(await (await rev.get(wrong)).text()) ?? [];
    assert.equal((await rev.post(`/revision/${undo}/revert`, { reason: "It was right before." })).status, 303);
    assert.match(await (await reader.get(paper)).text(), /<h1>Faces Move, and So Do Masks<\/h1>/);
    assert.equal((await reader.get(wrong)).status, 404, "it waits again");
    await rev.post(`${draft}/decide`, { to: "disputed", reason: "Is this one's date right?" });
    await rev.post(`${draft}/decide`, { to: "withdrawn", reason: "It was retracted." });
    assert.equal((await reader.get(paper)).status, 404);
    assert.match(await (await reader.get(draft)).text(), /withdrawn[\s\S]*Is this one[\s\S]*It was retracted/, "what was withdrawn stays readable");
    await rev.post(`${draft}/decide`, { to: "published", reason: "It was not." });
    assert.match(await (await reader.get(paper)).text(), /We look at faces/);
    const log = await database.sql.selectFrom("revision").select("after").where("entity", "=", "contribution").where("entity_id", "=", Number(id)).orderBy("id").execute();
    assert.deepEqual(log.map(({ after: said }) => (JSON.parse(said ?? "") as { state: string }).state), ["draft", "screening", "pending", "published", "disputed", "withdrawn", "published"]);
  });
}

test("a data set fills in what a benchmark only named, and leaves it as it was when withdrawn", async (t) => {
  const { app, someone } = await hubWithPeople(t);
  const [ada, rev, reader] = [await someone("Ada", "contributor"), await someone("Rev", "reviewer"), visitor(app)];
  const set = { name: "some faces", full: "Some Faces of Somewhere", homepage: "https://example.org/faces", description: "Pictures.", licence: "CC BY 4.0", licenceUrl: "", introduced: "2019", paper: "a-known-paper", modalities: "Images", variants: "SF" };
  const page = place(await ada.post("/submit/dataset", set));
  assert.match(await (await rev.get(page)).text(), /Its name is known from a benchmark/);
  await rev.post(`${page}/decide`, { to: "published", reason: "Its home page says so." });
  assert.match(await (await reader.get("/dataset/some-faces")).text(), /Some Faces of Somewhere[\s\S]*CC BY 4\.0/);
  await rev.post(`${page}/decide`, { to: "withdrawn", reason: "The owner asked." });
  const left = await (await reader.get("/dataset/some-faces")).text();
  assert.ok(!left.includes("Some Faces of Somewhere") && left.includes("Seeing"), "the benchmark still has its set");
  assert.equal((await ada.post("/submit/dataset", { ...set, name: "Other faces", homepage: "javascript:alert(1)" })).status, 422);
});

test("what is filled in wrongly is said by its field, spam is turned away, and nothing hostile is run", async (t) => {
  const { database, app, someone } = await hubWithPeople(t);
  const [ada, rev] = [await someone("Ada", "contributor"), await someone("Rev", "reviewer")];
  const words = async (name: string, form: Record<string, string>): Promise<string> => {
    const response = await ada.post(`/submit/${name}`, form);
    assert.equal(response.status, 422, JSON.stringify(form).slice(0, 100));
    return await response.text();
  };
  for (const [change, said] of [[{ url: "ftp://x" }, /Where it is: give a web address/], [{ date: "3026" }, /Date: .*future/], [{ tasks: "Not a task" }, /no task called/], [{ title: "A known paper" }, /\/paper\/a-known-paper/], [{ url: "https://arxiv.org/pdf/2001.00001v3" }, /\/paper\/a-known-paper/], [{ title: "x".repeat(501) }, /at most 500/]] as const) assert.match(await words("paper", { ...PAPER, ...change }), said);
  assert.match(await words("code", { paper: "none", repository: "https://github.com/a/b", whose: "other", place: "x" }), /no such paper/);
  assert.match(await words("code", { paper: "a-known-paper", repository: "javascript:alert(1)", whose: "other", place: "x" }), /web address of a repository/);
  assert.match(await words("correction", { target: "a-known-paper", field: "paper.slug", value: "x", source: "https://example.org" }), /choose one of those/);
  assert.match(await words("correction", { target: "a-known-paper", field: "paper.__proto__", value: "x", source: "https://example.org" }), /choose one of those/);
  assert.match(await words("correction", { target: "a-known-paper", field: "paper.abstract", value: "What it says.", source: "https://example.org" }), /what stands there/);
  const spam = place(await ada.post("/submit/paper", { ...PAPER, title: "Call Delta customer service", abstract: "Call +1 (888) 555-0199 now to speak to a live person." }));
  assert.match(await (await ada.get(spam)).text(), /rejected[\s\S]*a telephone number/);
  assert.equal((await visitor(app).get(spam)).status, 404);
  const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`;
  const page = place(await ada.post("/submit/paper", { ...PAPER, title: `Evil ${evil}`, authors: evil, abstract: evil }));
  await rev.post(`${page}/decide`, { to: "published", reason: evil });
  const { slug } = await database.sql.selectFrom("paper").select("slug").where("title", "like", "Evil%").executeTakeFirstOrThrow();
  for (const address of [page, `/paper/${slug}`, "/changes", "/review", "/contributions"]) {
    const text = await (await rev.get(address)).text();
    assert.ok(!text.includes("<script>alert") && !text.includes("<img src=x"), address);
  }
  // Never published: nobody else's to read, though withdrawn.
  const mine = place(await ada.post("/submit/paper", { ...PAPER, title: "Another one", url: "https://example.org/another" }));
  await ada.post(`${mine}/decide`, { to: "withdrawn", reason: "too early" });
  assert.deepEqual([(await visitor(app).get(mine)).status, (await ada.get(mine)).status], [404, 200]);
});

test("programs do the same by key; roles are as for forms; bombs are turned away", async (t) => {
  const { database, app, someone } = await hubWithPeople(t);
  await someone("Ada", "contributor");
  await someone("Rev", "reviewer");
  await someone("Rea", "reader");
  const key = async (name: string): Promise<string> => await makeApiKey(database, (await database.sql.selectFrom("person").select("id").where("name", "=", name).executeTakeFirstOrThrow()).id, "k");
  const [ada, rev, rea] = [await key("Ada"), await key("Rev"), await key("Rea")];
  const ask = async (path: string, who: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> => {
    const init = body === undefined ? {} : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await app.request(`${ORIGIN}/api/v1/submissions${path}`, { ...init, headers: { authorization: `Bearer ${who}`, "content-type": "application/json" } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const made = await ask("", ada, { kind: "paper", ...PAPER });
  assert.deepEqual([made.status, made.body["state"]], [201, "pending"]);
  const id = `/${String(made.body["id"])}`;
  assert.equal((await ask(id, rea)).status, 403);
  assert.equal((await ask(`${id}/decisions`, ada, { to: "published", reason: "mine" })).status, 403);
  assert.equal((await ask(`${id}/decisions`, rev, { to: "published", reason: "It is there." })).status, 200);
  const { body } = await ask(id, ada);
  assert.deepEqual([body["state"], (body["log"] as unknown[]).length], ["published", 4]);
  const board = (await database.sql.selectFrom("board").select("slug").executeTakeFirstOrThrow()).slug;
  const claim = await ask("", ada, { kind: "result", board, model: "N", value: "91", source: "https://example.org/n", place: "Table 1" });
  assert.match(String(claim.body["address"]), /^\/result\/\d+$/);
  assert.equal((await ask("", ada, { kind: "paper", ...PAPER, draft: true, title: "Later" })).body["state"], "draft");
  assert.equal((await ask("", ada, { kind: "novel" })).status, 422);
  for (const bomb of ["[".repeat(50_000), "null", "7", '{"kind":"paper","title":{"a":[]}}']) assert.ok([400, 422].includes((await ask("", ada, bomb)).status), bomb.slice(0, 20));
  assert.equal((await ask("", ada, JSON.stringify({ kind: "paper", abstract: "x".repeat(200_000) }))).status, 413);
  assert.equal((await ask("", "fmpn_notakeynotakeynotakey", { kind: "paper" })).status, 401);
});
