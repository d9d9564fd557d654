import type { ModelView } from "../queries/models.js";

/** A model's card: what it claims and what was measured of it, as `model-index` and as words. @param origin of this hub, "https://hub.example" */
export async function modelCard({ model, claims, measurements, files, trainingData }: ModelView, origin: string): Promise<string> {
  const measured = measurements.flatMap((line) =>
    line.state !== "succeeded" ? [] : [...line.values].map(([metric, { number, low, high }]) => ({ task: taskOf(line.boardTitle), dataset: datasetOf(line.boardTitle), split: line.protocol, metric: line.metrics.get(metric) ?? "", value: String(number), interval: low === null ? "" : ` [${low}, ${high}]`, source: { name: "measured on a hub", url: `${origin}/measurement/${line.slug}` } })),
  );
  const claimed = claims.map(({ board, boardTitle, metric, raw, protocol }) => ({ task: taskOf(boardTitle), dataset: datasetOf(boardTitle), split: protocol ?? undefined, metric, value: raw, source: { name: "claimed", url: `${origin}/sota/${board}` } }));
  const line = ({ dataset, metric, value, split }: (typeof claimed)[number], more = ""): string => `| ${[dataset, split ?? "not stated", metric, `${value}${more}`].map((cell) => cell.replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")} |`;
  const table = (title: string, rows: readonly string[]): string => (rows.length === 0 ? "" : `\n## ${title}\n\n| data set | protocol | metric | value |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`);
  const body = `# ${model.name.replace(/\s+/g, " ")}

From ${origin}/model/${model.slug}
${model.licence === null ? "" : `\nLicence: ${model.licence}\n`}${table("Measured", measured.map((one) => line(one, one.interval)))}${table("Claimed", claimed.map((one) => line(one)))}${files.length === 0 ? "" : `\n## Files\n\n${files.map(({ name, bytes, sha256 }) => `- \`${name}\`, ${bytes} bytes, SHA-256 \`${sha256}\``).join("\n")}\n`}${trainingData.length === 0 ? "" : `\n## Trained on\n\n${trainingData.map(({ dataset, split, relation }) => `- ${dataset}, ${split}: against the test ${relation}`).join("\n")}\n`}`;
  const results = [...measured, ...claimed].map(({ task, dataset, split, metric, value, source }) => ({ task, dataset, split, metric, value, source }));
  const { withModelIndex } = await import("@fmpn/lab/model-card");
  return withModelIndex(body, [{ name: model.name, results }], model.licence === null ? {} : { license: model.licence });
}

// A board's title is its task "on" its data set.
const taskOf = (title: string): string => title.slice(0, title.lastIndexOf(" on "));
const datasetOf = (title: string): string => title.slice(title.lastIndexOf(" on ") + 4);
