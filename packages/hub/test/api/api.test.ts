import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { endpoints } from "../../src/api/api-routes.js";
import { answerSchema } from "../../src/api/open-api.js";
import { serveHub, type ServedHub } from "../../src/server/serve-hub.js";

let hub: ServedHub | undefined;
const faults: string[] = [];
before(async () => {
  hub = await serveHub({ database: ":memory:", address: "https://hub.example", onFault: (error, asked) => faults.push(`${asked}: ${error.stack}`) });
});
after(async () => {
  await hub?.close();
  assert.deepEqual(faults, []);
});

const ask = (path: string): Promise<Response> => fetch(new URL(path, hub?.url), { redirect: "manual" });
const json = async (path: string): Promise<Record<string, never>> => (await ask(path)).json() as Promise<Record<string, never>>;

/** A name for each parameter that there is something of. */
const NAMES: Readonly<Record<string, string>> = { "/papers/": "facial-motion-prior-networks-for-facial", "/authors/": "yuedong-chen", "/conferences/": "vcip", "/areas/": "computer-vision", "/tasks/": "facial-expression-recognition", "/datasets/": "affectnet", "/evaluations/": "facial-expression-recognition-on-affectnet", "/boards/": "facial-expression-recognition-on-affectnet", "/measurements/": "ck-ten-folds-compact", "/models/": "fmpn-compact-bundled", "/splits/": "ck-ten-folds" };

test("every address of the description answers in the form that it says, with and without its last slash", async () => {
  const description = await json("/api/v1/openapi.json");
  assert.equal(description["openapi"], "3.1.0");
  const paths = description["paths"] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  assert.deepEqual(Object.keys(paths).filter((path) => "get" in (paths[path] ?? {})).sort(), endpoints.map(({ path }) => path).sort());
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: "api", components: description["components"] as object });
  const results = (await json("/api/v1/evaluations/facial-expression-recognition-on-affectnet/results/"))["results"] as unknown as { id: string }[];
  for (const { path, answer, list } of endpoints) {
    const start = `/${path.split("/")[1]}/`;
    const asked = path
      .replace("{owner}/{name}", "donydchen/FMPN-FER")
      .replace("{owner}", "donydchen")
      .replace("{metric}", "accuracy-8-emotion")
      .replace("{result}", results[0]?.id ?? "1")
      .replace("{proceeding}", "vcip-2019")
      .replace("{id}", NAMES[start] ?? "none");
    if (start === "/methods/" && path.includes("{id}")) continue;
    const query = start === "/search/" ? "?q=facial+expression" : "";
    const validate = ajv.compile(JSON.parse(JSON.stringify(answerSchema(answer, list)).replaceAll("#/components", "api#/components")) as object);
    for (const address of [asked, asked.replace(/\/$/, "")]) {
      const response = await ask(`/api/v1${address}${query}`);
      assert.equal(response.status, 200, address);
      assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
      const body: unknown = await response.json();
      assert.ok(validate(body), `${address}: ${JSON.stringify(validate.errors?.slice(0, 2))}`);
    }
  }
});

test("answers are what Papers With Code's clients know", async () => {
  const paper = await json("/api/v1/papers/1902.08788/");
  assert.deepEqual([paper["id"], paper["arxiv_id"], paper["published"], paper["proceeding"]], ["facial-motion-prior-networks-for-facial", "1902.08788", "2019-02-23", "vcip-2019-12"]);
  const results = await json("/api/v1/papers/facial-motion-prior-networks-for-facial/results/");
  const claims = results["results"] as unknown as { metrics: Record<string, string>; best_rank: number | null; best_metric: string | null }[];
  const affectnet = claims.find(({ metrics }) => metrics["Accuracy (7 emotion)"] === "61.52");
  assert.deepEqual([affectnet?.best_rank, affectnet?.best_metric], [null, null], "only the first metric ranks");
  assert.equal((await json("/api/v1/papers/?arxiv_id=1902.08788"))["count"], 1);
  const found = await json("/api/v1/papers/?q=motion+prior&items_per_page=5");
  assert.ok(Number(found["count"]) >= 1);
  const metrics = (await json("/api/v1/evaluations/facial-expression-recognition-on-affectnet/metrics/"))["results"] as unknown as { is_loss: boolean | null }[];
  assert.deepEqual(metrics.slice(0, 2).map(({ is_loss }) => is_loss), [false, false]);
});

test("lists have pages that lead to each other", async () => {
  const first = await json("/api/v1/papers/?items_per_page=7");
  assert.equal((first["results"] as unknown as unknown[]).length, 7);
  assert.equal(first["next"], "https://hub.example/api/v1/papers/?items_per_page=7&page=2");
  assert.equal(first["previous"], null);
  const ids = new Set<string>();
  let pages = 0;
  for (let next: string | null = "/api/v1/tasks/?items_per_page=500"; next !== null; pages++) {
    const page: Record<string, never> = await json(next);
    for (const { id } of page["results"] as unknown as { id: string }[]) ids.add(id);
    next = page["next"] === null ? null : String(page["next"]).replace("https://hub.example", "");
    assert.ok(pages < 20);
  }
  assert.equal(ids.size, (await json("/api/v1/tasks/"))["count"]);
});

test("what is not there, or asked wrongly, is a problem with words", async () => {
  for (const [path, status] of [["/api/v1/papers/nothing/", 404], ["/api/v1/evaluations/nothing/results/", 404], ["/api/v1/papers/?page=0", 422], ["/api/v1/papers/?items_per_page=501", 422], ["/api/v1/nowhere/", 404]] as const) {
    const answer = await ask(path);
    assert.equal(answer.status, status, path);
    assert.match(answer.headers.get("Content-Type") ?? "", /application\/problem\+json/);
    assert.ok(((await answer.json()) as { title: string }).title.length > 10);
  }
});

test("badges answer where READMEs ask for them, and say claimed until something is measured", async () => {
  const badge = await json("/badge/facial-motion-prior-networks-for-facial/facial-expression-recognition-on-mmi");
  assert.deepEqual(Object.keys(badge), ["schemaVersion", "label", "message", "color"]);
  assert.equal(badge["label"], "Facial Expression Recognition (FER) on MMI");
  assert.match(String(badge["message"]), /claimed$/);
  const own = await json("/badge/facial-motion-prior-networks-for-facial/facial-expression-recognition-on-affectnet");
  assert.equal(own["message"], "61.52 · claimed", "the only row of its own protocol is first of nothing");
  const picture = await ask("/badge/facial-motion-prior-networks-for-facial/facial-expression-recognition-on-ck.svg");
  assert.equal(picture.headers.get("Content-Type"), "image/svg+xml");
  assert.equal(picture.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
  const svg = await picture.text();
  assert.ok(svg.startsWith("<svg") && svg.includes("on CK+") && svg.includes("claimed"));
  await hub?.database.sql.updateTable("measurement").set({ relation: "same weights" }).where("slug", "=", "ck-ten-folds-compact").execute();
  assert.match(await (await ask("/badge/facial-motion-prior-networks-for-facial/facial-expression-recognition-on-ck.svg")).text(), /measured/);
  assert.equal((await ask("/badge/nothing/facial-expression-recognition-on-ck")).status, 404);
});

test("feeds, sitemap, search description and robots name the hub's own address", async () => {
  const feed = await (await ask("/feed.atom")).text();
  assert.ok(feed.startsWith("<?xml") && feed.includes("https://hub.example/measurement/ck-ten-folds-compact"));
  for (const path of ["/task/facial-expression-recognition.atom", "/sota/facial-expression-recognition-on-ck.atom"]) {
    const text = await (await ask(path)).text();
    assert.ok((text.match(/<entry>/g)?.length ?? 0) > 3, path);
    for (const tag of ["feed", "entry", "title", "updated", "id"]) assert.equal(text.match(new RegExp(`<${tag}[ >]`, "g"))?.length, text.match(new RegExp(`</${tag}>`, "g"))?.length, `${path} ${tag}`);
  }
  const index = await (await ask("/sitemap.xml")).text();
  const parts = [...index.matchAll(/<loc>https:\/\/hub\.example([^<]+)<\/loc>/g)].map(([, path = ""]) => path);
  assert.ok(parts.length >= 4);
  const listed = (await Promise.all(parts.map(async (path) => (await ask(path)).text()))).join("");
  for (const path of ["/paper/facial-motion-prior-networks-for-facial", "/sota/facial-expression-recognition-on-affectnet", "/dataset/affectnet", "/task/facial-expression-recognition"]) assert.ok(listed.includes(`<loc>https://hub.example${path}</loc>`), path);
  assert.ok((await (await ask("/opensearch.xml")).text()).includes("https://hub.example/search?q={searchTerms}"));
  assert.match(await (await ask("/robots.txt")).text(), /Disallow: \/search\n[^]*Sitemap: https:\/\/hub\.example\/sitemap\.xml/);
});
