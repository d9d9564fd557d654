// Makes the hub's bundled boards and task tree of the material that they come from (a folder like ../shared/hub):
//   node scripts/hub-content.mjs ../shared/hub
// What is written by hand beside them (papers, data sets, additions) stays. Methods are those that the collected results name. All of it is CC-BY-SA 4.0.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const source = process.argv[2];
if (source === undefined) throw new Error("usage: node scripts/hub-content.mjs FOLDER");
const target = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../packages/hub/content");
const read = (...name) => JSON.parse(readFileSync(path.join(source, ...name), "utf8"));
/** One record a line: small, and a change shows in a diff. */
const write = (name, records) => writeFileSync(path.join(target, name), `[\n${records.map((record) => JSON.stringify(record)).join(",\n")}\n]\n`);

// The task tree: edges of the four trees, areas of the table beside them (its descriptions are cut off and stay away).
const csv = (text) => {
  const rows = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    const row = rows.at(-1);
    if (quoted && char === '"' && text[i + 1] === '"') row[row.length - 1] += text[++i];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ",") row.push("");
    else if (!quoted && char === "\n") rows.push([""]);
    else if (char !== "\r" || quoted) row[row.length - 1] += char;
  }
  const [head, ...body] = rows;
  return body.filter((row) => row.length === head.length).map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
};
const areas = new Map();
for (const row of csv(readFileSync(path.join(source, "task-hierarchy/cv_tasks_detailed.csv"), "utf8"))) {
  if (row.Categories !== "N/A" && row.Categories !== "") areas.set(row["Task Name"], row.Categories.split("; "));
}
const parents = new Map();
const names = new Set();
const visit = (node, parent) => {
  if (typeof node.name !== "string" || node.name.trim() === "" || node.name.length > 120) return;
  names.add(node.name);
  const known = parents.get(node.name) ?? new Set();
  parents.set(node.name, known);
  if (parent !== undefined) known.add(parent);
  for (const child of node.children) visit(child, node.name);
};
for (const domain of ["cv", "nlp", "audio", "other"]) {
  const tree = read("samples/task-trees", `${domain}_hierarchy.json`);
  for (const node of tree.hierarchical_tasks) visit(node);
  for (const node of tree.standalone_tasks) visit(node);
}
const children = new Map([...names].map((name) => [name, []]));
for (const [name, above] of parents) for (const parent of above) children.get(parent).push(name);
const seen = new Set();
const record = (name, above) => {
  const first = !seen.has(name);
  seen.add(name);
  // A node that has been written is named again without what hangs on it; circles end where they close.
  return { task: name, description: "", categories: first ? (areas.get(name) ?? []) : [], source_link: null, synonyms: [], datasets: [], subtasks: first ? children.get(name).filter((child) => !above.includes(child)).sort().map((child) => record(child, [...above, name])) : [] };
};
// The roots of the seed's own branch come first, so that the circle in it (Face Reconstruction lies under a task that
// lies under it) is opened where the page of Papers With Code 2 opens it.
const roots = ["Face Reconstruction", "3D", "3D Face Modelling", ...[...names].filter((name) => parents.get(name).size === 0).sort(), ...[...names].sort()];
const tasks = [];
for (const root of roots) if (names.has(root) && !seen.has(root)) tasks.push(record(root, []));
write("tasks.json", tasks);

// Expression recognition: as collected, with the changes that merging wants, each named in the row.
const { rows, license_note } = read("fer-leaderboards.json");
const claims = rows.map((row) => {
  const changes = [];
  const changed = { ...row };
  if (row.dataset === "RAF-DB" && row.metric === "Accuracy") {
    changed.metric = "Overall Accuracy";
    changes.push("listed as Accuracy");
  }
  if (/10-fold avg, rounded in README/.test(row.metric)) {
    changed.metric = row.dataset === "CK+" ? "Accuracy (7 emotion)" : "Accuracy";
    changes.push("mean of ten folds, rounded in the README");
  }
  if (row.value !== null && Number(row.value_raw) > 0 && Number(row.value_raw) <= 1 && row.value > 1) changed.unit = "fraction";
  if (row.value_raw === undefined || row.value_raw === null) changed.value_raw = String(row.value);
  if (changes.length > 0) changed.note = [row.note, ...changes].filter(Boolean).join("; ");
  delete changed.value;
  delete changed.higher_is_better;
  return changed;
});
writeFileSync(path.join(target, "expression-recognition.json"), `{"license_note":${JSON.stringify(license_note)},"rows":[\n${claims.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`);

// Methods of expression recognition that papers gave a name and whose results stand on these boards: not the backbones beside them.
const METHODS = ["Facial Motion Prior Network", "FN2EN", "QCS", "BTN", "DDAMFN", "EmoNeXt", "POSTER++", "S2D", "ExpLLM", "DAN", "MA-Net", "EfficientFace", "ResEmoteNet", "Ada-DF", "EAC", "Ad-Corre", "GReFEL", "Norface", "FMAE", "CAGE", "PAtt-Lite", "KTN", "MixAugment", "FaceBehaviorNet"];
const slugOf = (name) => name.toLowerCase().replace(/\+/g, "-plus").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
write("methods.json", METHODS.map((name) => {
  const { paper, paper_url: url, date } = rows.find((row) => row.model === name && row.paper_url);
  const own = name === "Facial Motion Prior Network";
  return {
    url: `https://paperswithcode.com/method/${slugOf(name)}`,
    name,
    full_name: own ? "Facial Motion Prior Network (FMPN)" : null,
    description: own ? "A network beside the classifier learns where a face has moved away from its neutral form, guided by the mean difference between expressive and neutral faces of each class; the classifier sees the face through this mask." : null,
    paper: own ? { title: paper, url: "https://paperswithcode.com/paper/facial-motion-prior-networks-for-facial" } : null,
    introduced_year: Number(date.slice(0, 4)),
    source_url: url,
    source_title: paper,
    code_snippet_url: null,
    num_papers: 1,
    collections: [{ collection: "Facial expression recognition", area_id: "computer-vision", area: "Computer Vision" }],
  };
}));

// Other boards; of two editions of NLP-progress the newer one, and what the older one alone has.
rmSync(path.join(target, "sota-extractor"), { recursive: true, force: true });
mkdirSync(path.join(target, "sota-extractor"));
const boardsOf = (records) => new Set(records.flatMap((task) => [...(task.datasets ?? []).map((dataset) => `${task.task}\n${dataset.dataset}`.toLowerCase()), ...boardsOf(task.subtasks ?? [])]));
const newer = boardsOf(read("sota-extractor/nlp-progress.json"));
const withoutNewer = (records) => records.map((task) => ({ ...task, datasets: (task.datasets ?? []).filter((dataset) => !newer.has(`${task.task}\n${dataset.dataset}`.toLowerCase())), subtasks: withoutNewer(task.subtasks ?? []) }));
for (const name of readdirSync(path.join(source, "sota-extractor")).filter((file) => file.endsWith(".json")).sort()) {
  const records = read("sota-extractor", name);
  write(path.join("sota-extractor", name), name === "nlpprogress.json" ? withoutNewer(records) : records);
}
