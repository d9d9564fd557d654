import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { importFiles } from "../../src/import/import-files.js";
import { publishedState } from "../published-state.js";
import { recordsFile, tableRecord, temporaryDatabase, temporaryFolder } from "../temporary-hub.js";

const PAPER = {
  paper_url: "https://paperswithcode.com/paper/a-paper-about-faces",
  arxiv_id: "1902.00001",
  nips_id: null,
  openreview_id: null,
  title: "A Paper About Faces",
  abstract: "We look at $x^2$ faces.",
  short_abstract: null,
  url_abs: "http://arxiv.org/abs/1902.00001v2",
  url_pdf: "http://arxiv.org/pdf/1902.00001v2.pdf",
  proceeding: "NeurIPS 2018 12",
  authors: ["Ada Lovelace", "Charles Babbage"],
  tasks: ["Face Recognition", "model"],
  date: "2019-02-01",
  methods: [{ name: "ResNet", full_name: "Residual Network", description: "Blocks.", introduced_year: 2015, source_url: "http://arxiv.org/abs/1512.03385v1", source_title: "Deep Residual Learning", code_snippet_url: null, main_collection: { name: "Convolutional Neural Networks", description: "", parent: null, area: "Computer Vision" } }],
};
const LINK = { paper_url: PAPER.paper_url, paper_title: PAPER.title, paper_arxiv_id: "1902.00001", paper_url_abs: PAPER.url_abs, paper_url_pdf: PAPER.url_pdf, repo_url: "https://github.com/ada/faces", is_official: false, mentioned_in_paper: true, mentioned_in_github: false, framework: "none" };

test("files are known by their records, whatever their form, and a second import changes nothing", async (context) => {
  const folder = await temporaryFolder(context);
  const database = await temporaryDatabase(context);
  const files = [
    await recordsFile(folder, "c.json", [tableRecord("Face Recognition", "LFW", [{ model: "A", value: "99.1", url: "https://arxiv.org/abs/1902.00001" }])]),
    await recordsFile(folder, "b.json.gz", gzipSync(JSON.stringify([LINK, { ...LINK, repo_url: "https://github.com/ada/faces.git/", is_official: true }]))),
    await recordsFile(folder, "a.json", `\uFEFF${JSON.stringify([PAPER])}`),
  ];
  const reports = await importFiles(database, files);
  assert.deepEqual(reports.map(({ kind, counts }) => [kind, counts["records"], counts["imported"], counts["merged"] ?? 0]), [["papers-with-abstracts", 1, 1, 0], ["evaluation-tables", 1, 1, 0], ["links-between-papers-and-code", 2, 1, 1]]);
  const before = await publishedState(database);
  assert.equal(before["paper"]?.length, 1, "the row's paper is the record's, by its arXiv number");
  assert.deepEqual(before["paper_repository"]?.map((row) => (JSON.parse(row) as { official: number }).official), [1]);
  const again = await importFiles(database, files);
  assert.ok(again.every(({ already }) => already));
  assert.deepEqual(await publishedState(database), before);
});

test("Parquet gives what JSON gives, metrics as a struct of empty columns included", async (context) => {
  const folder = await temporaryFolder(context);
  const [json, parquet] = [await temporaryDatabase(context), await temporaryDatabase(context)];
  const columns = Object.keys(PAPER).filter((key) => !["nips_id", "openreview_id", "short_abstract"].includes(key));
  const buffer = parquetWriteBuffer({ columnData: columns.map((name) => ({ name, data: [name === "date" ? new Date(`${PAPER.date}T00:00:00Z`) : PAPER[name as keyof typeof PAPER]], type: ["authors", "tasks", "methods"].includes(name) ? ("JSON" as const) : name === "date" ? ("TIMESTAMP" as const) : ("STRING" as const) })) });
  await importFiles(json, [await recordsFile(folder, "papers.json", [PAPER])]);
  await importFiles(parquet, [await recordsFile(folder, "train-00000-of-00001.parquet", new Uint8Array(buffer))]);
  assert.deepEqual(await publishedState(parquet), await publishedState(json));
  const table = tableRecord("Face Recognition", "LFW", [{ model: "A", metrics: { Accuracy: "99.1", BLEU: null, WER: null } }]);
  const rows = parquetWriteBuffer({ columnData: [{ name: "task", data: [table.task], type: "STRING" }, { name: "categories", data: [table.categories], type: "JSON" }, { name: "subtasks", data: [[]], type: "JSON" }, { name: "datasets", data: [table.datasets], type: "JSON" }] });
  await importFiles(parquet, [await recordsFile(folder, "tables.parquet", new Uint8Array(rows))]);
  assert.deepEqual((await parquet.sql.selectFrom("value").select("raw").execute()).map(({ raw }) => raw), ["99.1"]);
  assert.equal((await parquet.sql.selectFrom("metric").select("id").execute()).length, 1);
});

test("one result that stands under six tasks is one row, at the narrowest", async (context) => {
  const folder = await temporaryFolder(context);
  const database = await temporaryDatabase(context);
  const row = [{ model: "Facial Motion Prior Network", value: "61.52", url: "https://arxiv.org/abs/1902.08788v2" }];
  const names = ["3D", "3D Face Modelling", "Face Reconstruction", "3D Face Reconstruction", "Facial Recognition and Modelling", "Facial Expression Recognition (FER)"];
  const nested = names.reduceRight<unknown>((below, name) => tableRecord(name, "AffectNet", row, "Accuracy (7 emotion)", below === undefined ? [] : [below]), undefined);
  await importFiles(database, [await recordsFile(folder, "tables.json", [nested])]);
  const boards = await database.sql.selectFrom("board").select(["slug", "results"]).execute();
  assert.deepEqual(boards.map((board) => ({ ...board })), [{ slug: "facial-expression-recognition-on-affectnet", results: 1 }]);
  assert.equal((await database.sql.selectFrom("result").select("id").execute()).length, 1);
  const old = await database.sql.selectFrom("alias").select("alias").where("kind", "=", "board").orderBy("alias").execute();
  assert.equal(old.length, 5, "the wider boards' addresses lead on");
});

test("a task may have several parents and is never its own ancestor", async (context) => {
  const folder = await temporaryFolder(context);
  const database = await temporaryDatabase(context);
  const leaf = (task: string, subtasks: unknown[] = []) => ({ task, description: "", categories: [], source_link: null, synonyms: [], datasets: [], subtasks });
  const [report] = await importFiles(database, [await recordsFile(folder, "tables.json", [leaf("A", [leaf("C")]), leaf("B", [leaf("C", [leaf("A")])]), leaf("C", [leaf("C")])])]);
  assert.equal(report?.counts["imported"], 3);
  const edges = await database.sql.selectFrom("task_parent").innerJoin("task as c", "c.id", "child_id").innerJoin("task as p", "p.id", "parent_id").select(["c.name as child", "p.name as parent"]).orderBy("parent").execute();
  assert.deepEqual(edges.map(({ child, parent }) => `${child} < ${parent}`), ["C < A", "C < B"]);
  assert.equal((await database.sql.selectFrom("import_reject").select("why").where("why", "like", "lies under%").execute()).length, 2);
});

test("areas are what most ancestors share, never the first of a list", async (context) => {
  const folder = await temporaryFolder(context);
  const database = await temporaryDatabase(context);
  const node = (task: string, categories: string[], subtasks: unknown[] = []) => ({ task, description: "", categories, source_link: null, synonyms: [], datasets: [], subtasks });
  await importFiles(database, [await recordsFile(folder, "tables.json", [node("Faces", ["Computer Vision"], [node("Facial Recognition", ["Music", "Computer Vision", "Miscellaneous"], [node("Expressions", [])])]), node("Everything", ["Music", "Computer Vision"]), node("Parsing", ["NLP"]), node("Tagging", ["Natural Language Processing"])])]);
  const areas = await database.sql.selectFrom("task").leftJoin("area", "area.id", "task.area_id").select(["task.name as task", "area.name as area"]).orderBy("task.name").execute();
  assert.deepEqual(areas.map(({ task, area }) => [task, area]), [["Everything", null], ["Expressions", "Computer Vision"], ["Faces", "Computer Vision"], ["Facial Recognition", "Computer Vision"], ["Parsing", "Natural Language Processing"], ["Tagging", "Natural Language Processing"]]);
  assert.equal((await database.sql.selectFrom("task").select("categories").where("name", "=", "Parsing").executeTakeFirstOrThrow()).categories, '["NLP"]', "as it came, for what is written out again");
});

test("hostile records are named and left out, the others go in, and the counts add up", async (context) => {
  const folder = await temporaryFolder(context);
  const database = await temporaryDatabase(context);
  const paper = (slug: string, more: object) => JSON.stringify({ ...PAPER, paper_url: `https://paperswithcode.com/paper/${slug}`, arxiv_id: null, url_abs: null, url_pdf: null, ...more });
  const records = [
    paper("good", {}),
    paper("no-title", { title: null }),
    paper("long", { abstract: "x".repeat(10_000_000) }),
    paper("many", { authors: Array.from({ length: 1_000_000 }, (_, index) => `A${index}`) }),
    paper("script", { title: "<script>alert(1)</script>", url_abs: "javascript:alert(1)" }),
    `{"deep":${"[".repeat(5000)}${"]".repeat(5000)}}`,
    '{"paper_url": "x", }',
    paper("future", { date: "2222-12-22" }),
    '{"paper_url": "https://paperswithcode.com/paper/odd", "title": {"a": 1}, "abstract": null}',
    "12345",
    paper("last", { title: "The last, \u0000 with \ud83d" }),
  ];
  const bytes = Buffer.concat([Buffer.from(`[${records.filter((record) => record !== "12345").join(",")},`), Buffer.from('{"paper_url":"'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}]')]);
  const [report] = await importFiles(database, [await recordsFile(folder, "papers.json", bytes)], { today: "2026-11-29" });
  const { counts } = report ?? { counts: {} as Record<string, number> };
  assert.equal(counts["records"], 11);
  assert.equal((counts["imported"] ?? 0) + (counts["rejected"] ?? 0), 11);
  const slugs = (await database.sql.selectFrom("paper").select("slug").orderBy("slug").execute()).map(({ slug }) => slug);
  assert.deepEqual(slugs, ["future", "good", "last", "script"]);
  const reasons = (await database.sql.selectFrom("import_reject").select(["path", "why"]).execute()).map(({ path: at, why }) => `${at}: ${why}`).join("\n");
  for (const said of ["title is missing", "abstract has 10,000,000 characters", "authors has 1,000,000 entries", "script: urlAbs: is no web address", "is nested", "is no JSON", "is not UTF-8", "future: date: 2222-12-22 lies in the future", "title is an object"]) assert.ok(reasons.includes(said), `${said}\n${reasons}`);
  const script = await database.sql.selectFrom("paper").select(["title", "url_abs"]).where("slug", "=", "script").executeTakeFirstOrThrow();
  assert.deepEqual({ ...script }, { title: "<script>alert(1)</script>", url_abs: null });
});

test("files that are cut off, empty, or something else are named", async (context) => {
  const folder = await temporaryFolder(context);
  const database = await temporaryDatabase(context);
  const fails = async (name: string, content: string | Uint8Array, said: RegExp) => assert.rejects(importFiles(database, [await recordsFile(folder, name, content)]), said);
  await fails("cut.json", JSON.stringify([PAPER, PAPER]).slice(0, -40), /cut\.json ends in the middle, after 1 whole records/);
  await fails("cut.json.gz", gzipSync(JSON.stringify([PAPER])).subarray(0, 60), /cut\.json\.gz/);
  await fails("nothing.json", "", /nothing\.json is empty/);
  await fails("words.json", "hello", /words\.json: byte 0 is "h"/);
  await fails("two.json", `${JSON.stringify([PAPER])}x`, /should end/);
  await fails("other.json", JSON.stringify([{ a: 1 }]), /its records \(a, …\) are none that a hub imports/);
  await assert.rejects(importFiles(database, [path.join(folder, "missing.json")]), /missing\.json cannot be found/);
  assert.equal((await database.sql.selectFrom("paper").select("slug").execute()).length, 1, "what was whole before the cut is in");
});

test("a board's direction is told by its order and name together, and conflicts rank nothing", async (context) => {
  const folder = await temporaryFolder(context);
  const database = await temporaryDatabase(context);
  const rows = (...values: (string | undefined)[]) => values.map((value, index) => ({ model: `M${index}`, value }));
  await importFiles(database, [
    await recordsFile(folder, "t.json", [
      tableRecord("T1", "D", rows("99", "98", "97", "-", undefined), "Accuracy"),
      tableRecord("T2", "D", rows("0.985 (±0.237)", "1.2", "1.4"), "NMSE of a kind"),
      tableRecord("T3", "D", rows("70", "80", "90"), "Accuracy"),
      tableRecord("T4", "D", rows("1", "2"), "Something"),
      tableRecord("T5", "D", rows("78.6/84.4", "80", "Yes"), "Accuracy"),
    ]),
  ]);
  const found = await database.sql.selectFrom("board_metric").innerJoin("board", "board.id", "board_metric.board_id").select(["slug", "direction", "direction_source"]).orderBy("slug").execute();
  assert.deepEqual(found.map((row) => Object.values(row)), [["t1-on-d", "higher", "order and name"], ["t2-on-d", "lower", "order"], ["t3-on-d", "unknown", "conflict"], ["t4-on-d", "unknown", "none"], ["t5-on-d", "higher", "name"]]);
  const ranks = async (slug: string) => (await database.sql.selectFrom("value").innerJoin("result", "result.id", "value.result_id").innerJoin("board", "board.id", "result.board_id").select(["raw", "rank"]).where("slug", "=", slug).orderBy("position").execute()).map(({ raw, rank }) => [raw, rank]);
  assert.deepEqual(await ranks("t1-on-d"), [["99", 1], ["98", 2], ["97", 3], ["-", null]]);
  assert.deepEqual(await ranks("t2-on-d"), [["0.985 (±0.237)", 1], ["1.2", 2], ["1.4", 3]]);
  assert.deepEqual(await ranks("t3-on-d"), [["70", null], ["80", null], ["90", null]]);
  assert.deepEqual(await ranks("t5-on-d"), [["78.6/84.4", null], ["80", 1], ["Yes", null]]);
});
