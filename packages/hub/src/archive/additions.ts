import { isRecord, numberField, recordsField, requiredText, textField, textsField, RecordError, type JsonRecord } from "./fields.js";

/** The format's name and version, as its files carry it. */
export const ADDITIONS_FORMAT = "fmpn-hub-additions/1";

/**
 * What a hub knows beyond the archive's five files, in a sixth: old names, declared directions, splits, protocols, models,
 * where claims stand, measurements, disputes. Everything is named by its slug, so that the file can be read by people and
 * be imported into any hub that has the five.
 */
export interface Additions {
  readonly aliases: readonly { readonly kind: string; readonly alias: string; readonly target: string; readonly reason: string }[];
  readonly tasks: readonly { readonly name: string; readonly slug: string; readonly area: string | null; readonly note: string | null; readonly hidden: string | null }[];
  readonly datasets: readonly { readonly name: string; readonly slug: string; readonly access: string }[];
  readonly boards: readonly {
    readonly slug: string;
    readonly task: string;
    readonly dataset: string;
    readonly note: string | null;
    readonly orderKept: boolean | null;
    readonly importedFrom: string | null;
    readonly metrics: readonly { readonly name: string; readonly direction: string | null; readonly unit: string | null }[];
  }[];
  readonly splits: readonly {
    readonly slug: string;
    readonly name: string;
    readonly dataset: string;
    readonly manifestSha256: string | null;
    readonly contentSha256: string | null;
    readonly images: number | null;
    readonly subjects: number | null;
    readonly classes: readonly string[];
    readonly madeBy: string;
    readonly shippable: boolean;
  }[];
  readonly protocols: readonly {
    readonly board: string;
    readonly slug: string;
    readonly name: string;
    readonly split: string | null;
    readonly classes: readonly string[];
    readonly crop: string | null;
    readonly aggregation: string | null;
    readonly text: string;
    readonly version: number;
    readonly evaluator: string | null;
    readonly comparable: boolean;
  }[];
  readonly models: readonly {
    readonly slug: string;
    readonly name: string;
    readonly paper: string | null;
    readonly owner: string | null;
    readonly parameters: number | null;
    readonly macs: number | null;
    readonly licence: string | null;
    readonly files: readonly JsonRecord[];
    readonly preprocessing: string | null;
    readonly trainingData: readonly JsonRecord[];
  }[];
  /** What is known of rows that are there, or rows of their own. */
  readonly claims: readonly {
    readonly board: string;
    readonly model: string;
    /** The paper's slug; tells rows of equally named models apart. */
    readonly paper: string | null;
    readonly protocol: string | null;
    readonly values: Readonly<Record<string, string>>;
    /** "fraction" where the column's others are per cents. */
    readonly unit: string | null;
    readonly date: string | null;
    readonly sourceKind: string | null;
    readonly sourcePlace: string | null;
    readonly quote: string | null;
    readonly note: string | null;
    readonly state: string | null;
  }[];
  readonly measurements: readonly {
    readonly slug: string;
    readonly board: string;
    readonly model: string;
    readonly protocol: string;
    /** The claim that it stands beside: the paper's slug and the row's model. */
    readonly claim: { readonly model: string; readonly paper: string | null } | null;
    readonly relation: string;
    readonly values: readonly { readonly metric: string; readonly number: number; readonly low: number | null; readonly high: number | null; readonly level: number | null; readonly resampled: string | null; readonly units: number | null }[];
    readonly place: string;
    readonly isolation: string | null;
    readonly runner: JsonRecord;
    readonly report: JsonRecord;
    readonly command: string | null;
    readonly date: string;
    readonly msPerImage: number | null;
    readonly artifact: string | null;
    readonly preprocessing: string | null;
    readonly answers: string | null;
  }[];
  /** What was found out about repositories. */
  readonly repositories: readonly { readonly url: string; readonly stars: number | null; readonly alive: string; readonly checkedAt: string | null }[];
  readonly disputes: readonly { readonly board: string; readonly model: string; readonly paper: string | null; readonly by: string; readonly text: string; readonly state: string; readonly resolution: string | null; readonly at: string }[];
}

/** @throws RecordError naming the entry and the field */
export function readAdditions(record: JsonRecord): Additions {
  if (record["format"] !== ADDITIONS_FORMAT) throw new RecordError("format", `is ${JSON.stringify(record["format"])}; this version reads ${ADDITIONS_FORMAT}`);
  const list = <T>(key: string, read: (entry: JsonRecord, path: string) => T): T[] => recordsField(record, key).map((entry, index) => read(entry, `${key}[${index}].`));
  const objects = (entry: JsonRecord, key: string): readonly JsonRecord[] => recordsField(entry, key);
  return {
    aliases: list("aliases", (entry, path) => ({ kind: requiredText(entry, "kind", `${path}kind`), alias: requiredText(entry, "alias", `${path}alias`), target: requiredText(entry, "target", `${path}target`), reason: textField(entry, "reason") ?? "an earlier name" })),
    tasks: list("tasks", (entry, path) => ({ name: requiredText(entry, "name", `${path}name`), slug: requiredText(entry, "slug", `${path}slug`), area: textField(entry, "area"), note: textField(entry, "note"), hidden: textField(entry, "hidden") })),
    datasets: list("datasets", (entry, path) => ({ name: requiredText(entry, "name", `${path}name`), slug: requiredText(entry, "slug", `${path}slug`), access: textField(entry, "access") ?? "unknown" })),
    boards: list("boards", (entry, path) => ({
      slug: requiredText(entry, "slug", `${path}slug`),
      task: requiredText(entry, "task", `${path}task`),
      dataset: requiredText(entry, "dataset", `${path}dataset`),
      note: textField(entry, "note"),
      importedFrom: textField(entry, "importedFrom"),
      orderKept: typeof entry["orderKept"] === "boolean" ? entry["orderKept"] : null,
      metrics: objects(entry, "metrics").map((metric) => ({ name: requiredText(metric, "name", `${path}metrics.name`), direction: textField(metric, "direction"), unit: textField(metric, "unit") })),
    })),
    splits: list("splits", (entry, path) => ({
      slug: requiredText(entry, "slug", `${path}slug`),
      name: requiredText(entry, "name", `${path}name`),
      dataset: requiredText(entry, "dataset", `${path}dataset`),
      manifestSha256: textField(entry, "manifestSha256"),
      contentSha256: textField(entry, "contentSha256"),
      images: numberField(entry, "images"),
      subjects: numberField(entry, "subjects"),
      classes: textsField(entry, "classes"),
      madeBy: textField(entry, "madeBy") ?? "files",
      shippable: entry["shippable"] === true,
    })),
    protocols: list("protocols", (entry, path) => ({
      board: requiredText(entry, "board", `${path}board`),
      slug: requiredText(entry, "slug", `${path}slug`),
      name: requiredText(entry, "name", `${path}name`),
      split: textField(entry, "split"),
      classes: textsField(entry, "classes"),
      crop: textField(entry, "crop"),
      aggregation: textField(entry, "aggregation"),
      text: textField(entry, "text") ?? "",
      version: numberField(entry, "version") ?? 1,
      evaluator: textField(entry, "evaluator"),
      comparable: entry["comparable"] !== false,
    })),
    models: list("models", (entry, path) => ({
      slug: requiredText(entry, "slug", `${path}slug`),
      name: requiredText(entry, "name", `${path}name`),
      paper: textField(entry, "paper"),
      owner: textField(entry, "owner"),
      parameters: numberField(entry, "parameters"),
      macs: numberField(entry, "macs"),
      licence: textField(entry, "licence"),
      files: objects(entry, "files"),
      preprocessing: textField(entry, "preprocessing"),
      trainingData: objects(entry, "trainingData"),
    })),
    claims: list("claims", (entry, path) => ({
      board: requiredText(entry, "board", `${path}board`),
      model: requiredText(entry, "model", `${path}model`),
      paper: textField(entry, "paper"),
      protocol: textField(entry, "protocol"),
      values: Object.fromEntries(Object.entries(isRecord(entry["values"]) ? entry["values"] : {}).map(([metric, raw]) => [metric, String(raw)])),
      unit: textField(entry, "unit"),
      date: textField(entry, "date"),
      sourceKind: textField(entry, "sourceKind"),
      sourcePlace: textField(entry, "sourcePlace"),
      quote: textField(entry, "quote"),
      note: textField(entry, "note"),
      state: textField(entry, "state"),
    })),
    measurements: list("measurements", (entry, path) => ({
      slug: requiredText(entry, "slug", `${path}slug`),
      board: requiredText(entry, "board", `${path}board`),
      model: requiredText(entry, "model", `${path}model`),
      protocol: requiredText(entry, "protocol", `${path}protocol`),
      claim: isRecord(entry["claim"]) ? { model: requiredText(entry["claim"], "model", `${path}claim.model`), paper: textField(entry["claim"], "paper") } : null,
      relation: textField(entry, "relation") ?? "own",
      values: objects(entry, "values").map((value) => {
        const number = numberField(value, "number");
        if (number === null) throw new RecordError(`${path}values.number`, "is missing");
        return { metric: requiredText(value, "metric", `${path}values.metric`), number, low: numberField(value, "low"), high: numberField(value, "high"), level: numberField(value, "level"), resampled: textField(value, "resampled"), units: numberField(value, "units") };
      }),
      place: textField(entry, "place") ?? "lab",
      isolation: textField(entry, "isolation"),
      runner: isRecord(entry["runner"]) ? entry["runner"] : {},
      report: isRecord(entry["report"]) ? entry["report"] : {},
      command: textField(entry, "command"),
      date: requiredText(entry, "date", `${path}date`),
      msPerImage: numberField(entry, "msPerImage"),
      artifact: textField(entry, "artifact"),
      preprocessing: textField(entry, "preprocessing"),
      answers: textField(entry, "answers"),
    })),
    repositories: list("repositories", (entry, path) => ({ url: requiredText(entry, "url", `${path}url`), stars: numberField(entry, "stars"), alive: textField(entry, "alive") ?? "unknown", checkedAt: textField(entry, "checkedAt") })),
    disputes: list("disputes", (entry, path) => ({
      board: requiredText(entry, "board", `${path}board`),
      model: requiredText(entry, "model", `${path}model`),
      paper: textField(entry, "paper"),
      by: requiredText(entry, "by", `${path}by`),
      text: requiredText(entry, "text", `${path}text`),
      state: textField(entry, "state") ?? "open",
      resolution: textField(entry, "resolution"),
      at: requiredText(entry, "at", `${path}at`),
    })),
  };
}
