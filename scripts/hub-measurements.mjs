// Measures the models that come with the hub by the hub's own path (sandbox, our kernels) and writes what came out into its
// bundled content: the documents, and the lines of additions.json that speak of them.
//   npm run build && node scripts/hub-measurements.mjs
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const built = async (file) => await import(pathToFileURL(path.join(root, "packages", file)).href);
const { additionsLine, BUNDLED_MEASUREMENTS, measureBundled } = await built("hub/dist/content/bundled-measurements.js");
const { documentsFolder } = await built("hub/dist/content/bundled-files.js");
const { contentFolder } = await built("hub/dist/content/bundled-content.js");
const { findRunner } = await built("hub/dist/measure/open-strangers-model.js");
const { formatMeasurement } = await built("lab/dist/measurement/index.js");

const additionsFile = path.join(contentFolder, "additions.json");
const additions = JSON.parse(readFileSync(additionsFile, "utf8"));
mkdirSync(documentsFolder, { recursive: true });
const runner = await findRunner();
for (const measurement of BUNDLED_MEASUREMENTS) {
  const { slug, model, split, protocol } = measurement;
  const document = await measureBundled(measurement, runner);
  writeFileSync(path.join(documentsFolder, `${slug}.json`), formatMeasurement(document));
  const { file, sha256, bytes } = document.model;
  Object.assign(additions.models.find((one) => one.slug === model), { files: [{ name: file, sha256, bytes, kind: "onnx" }] });
  Object.assign(additions.splits.find((one) => one.slug === split), { manifestSha256: document.split.manifest_sha256, contentSha256: document.split.content_sha256, subjects: document.split.subjects ?? null });
  additions.measurements = [...additions.measurements.filter((one) => one.slug !== slug), additionsLine(measurement, document)];
  console.log(`${slug}: ${(100 * document.metrics.accuracy.value).toFixed(2)} %, answers ${document.answers_sha256}, under ${protocol}`);
}
/** JSON in one line, with a space after each comma and colon, as the file is written by hand. */
const line = (value) => {
  if (Array.isArray(value)) return `[${value.map(line).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${line(inner)}`).join(", ")}}`;
};
const section = (entries) => `[\n${entries.map(line).join(",\n")}\n]`;
const text = Object.entries(additions).map(([key, value]) => `${JSON.stringify(key)}: ${Array.isArray(value) ? section(value) : line(value)}`).join(",\n");
writeFileSync(additionsFile, `{\n${text}\n}\n`);
