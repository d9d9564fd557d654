import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { recipes } from "@fmpn/lab";
import { synthesizeDataSet } from "@fmpn/lab/synth";
import { startStudio, type Studio } from "#src/server/start-studio.js";
import { settingWords } from "#src/train/setting-words.js";
import { writeRun } from "./written-run.ts";

/** A training of seconds. */
const TINY = { source: "synthetic", synthetic: "14", recipe: "synthetic", settings: "size=32\nbatch=7\nmaskStage.epochs=0\njointStage.epochs=1", threads: "1" };
const LONG = { ...TINY, settings: "size=32\nbatch=7\nmaskStage.epochs=0\njointStage.epochs=4000" };
/** What a loaded machine may need for one of them. */
const LIMIT_MS = 120_000;

let folder: string;
let studio: Studio;
let cookie: string;
let data: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-studio-runs-"));
  await writeRun(path.join(folder, "good"), "a.png,,,anger,anger,0.9,0.1\nb.png,,,happiness,happiness,0.2,0.8\nc.png,,,anger,happiness,0.3,0.7\n");
  await writeRun(path.join(folder, "poor"), "a.png,,,anger,happiness,0.1,0.9\nb.png,,,happiness,happiness,0.2,0.8\nc.png,,,anger,happiness,0.3,0.7\n");
  await writeRun(path.join(folder, "begun"));
  data = await mkdtemp(path.join(tmpdir(), "fmpn-studio-data-"));
  await synthesizeDataSet(path.join(data, "drawn"), { count: 14, size: 48, seed: 5, testShare: 0, contempt: false });
  const bundle = path.join(data, "bundle");
  for (const name of ["js/look.js", "js/train.js", "js/service-worker.js", "demo/a.jpg"]) {
    await mkdir(path.dirname(path.join(bundle, name)), { recursive: true });
    await writeFile(path.join(bundle, name), "");
  }
  studio = await startStudio({ runs: folder, data: [path.join(data, "drawn")], bundle });
  const entered = await fetch(studio.address, { redirect: "manual" });
  cookie = entered.headers.get("Set-Cookie")?.split(";")[0] ?? "";
});
after(async () => {
  await studio?.close();
  await rm(data, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

const get = async (address: string, headers: Record<string, string> = {}): Promise<Response> => await fetch(`${studio.url}${address}`, { headers: { Cookie: cookie, Accept: "text/html", ...headers } });
const page = async (address: string): Promise<string> => await (await get(address)).text();
const post = async (address: string, fields: Record<string, string>): Promise<Response> =>
  await fetch(`${studio.url}${address}`, { method: "POST", redirect: "manual", headers: { Cookie: cookie, Accept: "text/html", Origin: studio.url }, body: new URLSearchParams(fields) });
const until = async (what: string, is: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + LIMIT_MS; !(await is()); await delay(200)) assert.ok(Date.now() < end, `waited too long for ${what}`);
};

test("who has not the address that was printed sees no run and starts none", async () => {
  assert.match(studio.address, /\/\?token=[\w-]{32}$/);
  for (const address of ["/train", "/train/run?name=good", "/train/data"]) assert.equal((await fetch(`${studio.url}${address}`)).status, 403, address);
  assert.equal((await fetch(`${studio.url}/train`, { headers: { Cookie: "studio=guess" } })).status, 403);
  assert.equal((await fetch(`${studio.url}/train/first`, { method: "POST", headers: { Cookie: cookie, Origin: "https://evil.example" } })).status, 403);
  const cookieLine = (await fetch(studio.address, { redirect: "manual" })).headers.get("Set-Cookie") ?? "";
  assert.match(cookieLine, /HttpOnly/);
  assert.match(cookieLine, /SameSite=Strict/);
  assert.equal((await post("/train/new", { name: "x".repeat(70_000) })).status, 413);
});

test("the runs of a folder, one of them, and two side by side", async () => {
  const list = await page("/train");
  for (const name of ["good", "poor", "begun"]) assert.match(list, new RegExp(`href="/train/run\\?name=${name}"`));
  const good = await page("/train/run?name=good");
  assert.match(good, /<h2>Results<\/h2>/);
  assert.match(good, /Worst mistakes/);
  assert.doesNotMatch(good, /data:image|style="/);
  const begun = await page("/train/run?name=begun");
  assert.match(begun, /id="live" data-name="begun"/);
  const compared = await page("/train/compare?name=good&name=poor");
  assert.match(compared, /<h2>Differences<\/h2>/);
  assert.equal((await get("/train/compare?name=good")).status, 400);
  for (const name of ["..", "../../etc", "nothing", ""]) assert.equal((await get(`/train/run?name=${encodeURIComponent(name)}`)).status, 404, name);
  assert.equal((await get("/train/run/mask?name=good&file=..%2Frecipe.json")).status, 404);
  assert.equal((await get("/train/run/model.onnx?name=begun")).status, 404);
});

test("a run's lines come as its file grows, and listeners that come and go (a thousand with --full) leave nothing behind", async () => {
  const listen = async (lines: number): Promise<string> => {
    const gone = new AbortController();
    const reader = (await fetch(`${studio.url}/train/run/events?name=begun`, { headers: { Cookie: cookie }, signal: gone.signal })).body?.getReader() ?? assert.fail();
    let text = "";
    while (text.split("\n\n").length <= lines) text += new TextDecoder().decode((await reader.read()).value);
    gone.abort();
    return text;
  };
  const news = JSON.parse(/^event: run\ndata: (.*)$/m.exec(await listen(1))?.[1] ?? "") as { kept: number; lines: { stage: string }[]; finished: boolean };
  assert.deepEqual([news.kept, news.lines.length, news.finished], [0, 3, false]);
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = timers();
  for (let round = 0; round < (process.env["FMPN_FULL"] === "1" ? 20 : 3); round++) await Promise.all(Array.from({ length: 50 }, async () => await listen(1)));
  await until("the listeners' timers", async () => timers() <= before + 3);
  const growing = listen(2);
  await delay(100);
  const file = path.join(folder, "begun/metrics.jsonl");
  await writeFile(file, `${await readFile(file, "utf8")}\n{"stage":"joint","epoch":9,"step":90,"loss":0.25}\n`);
  assert.match(await growing, /"step":90/);
});

test("the form makes the plan of the command line, and says what is wrong with it", async () => {
  const checked = await (await post("/train/new", { ...TINY, name: "try", do: "check" })).text();
  assert.match(checked, /The plan is sound\..*npx fmpn train --synthetic 14 --recipe synthetic --set size=32 --set batch=7 --set maskStage\.epochs=0 --set jointStage\.epochs=1 --threads 1 --out /s);
  assert.match(checked, /<code>jointStage\.epochs<\/code><\/th><td><code>1<\/code>/);
  assert.doesNotMatch(checked, /It will take/);
  const tried = await (await post("/train/new", { ...TINY, name: "try", do: "check", try: "on" })).text();
  assert.match(tried, /It will take about [\d,.]+ (?:ms|s|seconds?|min|minutes?|h)\b.* on this machine/);
  for (const [change, fault] of [
    [{ name: "../up" }, /Name: letters, digits/],
    [{ settings: "batch" }, /Changes: &quot;batch&quot; is not of the form/],
    [{ settings: "nonsense=1" }, /nonsense/],
    [{ synthetic: "3" }, /synthetic/],
    [{ name: "good" }, /there is a run called good already/],
    [{ source: "data" }, /name at least one data set/],
    [{ source: "data", data: "/etc" }, /\/etc is none of the folders/],
    [{ recipe: "constructor" }, /Recipe: there is none/],
  ] as const) {
    const answer = await post("/train/new", { ...TINY, name: "try", do: "start", ...change });
    assert.equal(answer.status, 422, JSON.stringify(change));
    assert.match(await answer.text(), fault);
  }
  assert.ok(!existsSync(path.join(folder, "try")), "nothing was begun");
  const words = await settingWords(recipes.synthetic);
  assert.match(words.find(({ name }) => name === "clipNorm")?.words ?? "", /longer than this are scaled down/);
  assert.match(words.find(({ name }) => name === "augmentation.mixup")?.words ?? "", /Beta\(α, α\)/);
});

test("a training starts in a process of its own; killed, it is shown as such and goes on; its model can be used", async () => {
  const started = await post("/train/new", { ...LONG, name: "long", do: "start" });
  assert.equal(started.status, 303, await started.text());
  const run = started.headers.get("Location") ?? "";
  assert.equal(run, "/train/run?name=long");
  assert.match(await page(run), /<span class="chip">running<\/span>/);
  assert.equal((await post("/train/resume", { name: "long" })).status, 409, "it is under way");
  const { pid } = JSON.parse(await readFile(path.join(folder, ".studio/long.json"), "utf8")) as { pid: number };
  process.kill(pid, "SIGKILL");
  await until("the end of the process", async () => /<span class="chip warn">stopped<\/span>/.test(await page(run)));
  assert.equal((await post("/train/resume", { name: "long" })).status, 303);
  await until("its going on", async () => /<span class="chip">running<\/span>/.test(await page(run)));
  await until("its first lines", async () => (await readFile(path.join(folder, "long/metrics.jsonl"), "utf8")) !== "");
  assert.equal((await post("/train/stop", { name: "long" })).status, 303);
  await until("its stopping", async () => /<span class="chip warn">stopped<\/span>/.test(await page(run)));
  assert.match(await page(run), /stopped; it can be resumed/);

  assert.equal((await post("/train/new", { ...TINY, name: "tiny", do: "start" })).status, 303);
  await until("the model", async () => existsSync(path.join(folder, "tiny/model.onnx")));
  assert.match(await page("/train/run?name=tiny"), /href="\/\?model=%2Ftrain%2Frun%2Fmodel\.onnx%3Fname%3Dtiny#camera">Use it on the camera/);
  const model = await get("/train/run/model.onnx?name=tiny");
  assert.equal(model.headers.get("Content-Type"), "application/octet-stream");
  assert.ok((await model.arrayBuffer()).byteLength > 10_000);
});

test("what is to be known of a data set, with a look at it; no other folder is read", async () => {
  const drawn = encodeURIComponent(path.join(data, "drawn"));
  assert.match(await page("/train/data"), /drawn/);
  const set = await page(`/train/data?folder=${drawn}`);
  assert.match(set, /<h1>drawn<\/h1>/);
  assert.match(set, /<th scope="row">happiness<\/th>/);
  const sheet = await get(`/train/data/sheet.png?folder=${drawn}`);
  assert.deepEqual([sheet.headers.get("Content-Type"), (await sheet.arrayBuffer()).byteLength > 1000], ["image/png", true]);
  assert.equal((await get(`/train/data?folder=${encodeURIComponent(data)}`)).status, 404);
});
