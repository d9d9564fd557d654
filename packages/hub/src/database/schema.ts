import type { Generated, Selectable } from "kysely";

/** Booleans are 0 and 1, JSON is text, dates are ISO text: both databases hold the same. */
type Flag = 0 | 1;

export interface PaperTable {
  id: Generated<number>;
  slug: string;
  title: string;
  /** Of the folded title, for finding a paper by its title: `nameHash(foldName(title))`. */
  title_hash: number;
  abstract: string | null;
  abstract_short: string | null;
  /** "2019-02-23", "2019-02" or "2019". */
  date: string | null;
  /** `dayNumber(date)`: what lists are sorted by. */
  day: number;
  arxiv_id: string | null;
  openreview_id: string | null;
  nips_id: string | null;
  doi: string | null;
  url_abs: string | null;
  url_pdf: string | null;
  conference_id: number | null;
  venue_year: number | null;
  venue_month: number | null;
  conference: string | null;
  conference_url_abs: string | null;
  conference_url_pdf: string | null;
  reproduces: string | null;
  /** Names, a JSON list. */
  authors: string;
  /** 1: known only from a results table or a link, not from a record of its own. */
  stub: Flag;
  source: string;
}

export interface AuthorTable {
  /** `nameHash(name_key)`, so that writing needs no look-up. Equal names are not claimed to be one person. */
  id: number;
  name_key: string;
  name: string;
}

export interface RepositoryTable {
  id: Generated<number>;
  url: string;
  host: string;
  owner: string;
  name: string;
  stars: number | null;
  alive: "ok" | "gone" | "unknown";
  /** The day of that. */
  checked_at: string | null;
  asked_at: Generated<string | null>;
}

export interface PaperRepositoryTable {
  paper_id: number;
  repository_id: number;
  official: Flag;
  in_paper: Flag;
  in_github: Flag;
  framework: string | null;
}

export interface ConferenceTable {
  id: Generated<number>;
  slug: string;
  name: string;
}

export interface AreaTable {
  id: Generated<number>;
  slug: string;
  name: string;
}

export interface TaskTable {
  id: Generated<number>;
  slug: string;
  name: string;
  /** `foldName(name)`: tasks that differ in case are one. */
  name_key: string;
  description: string | null;
  area_id: number | null;
  /** Areas as the archive lists them, in no order that means anything. */
  categories: string;
  synonyms: string;
  source_link: string | null;
  /** What every board of the task, and of those beneath it, should say. */
  note: string | null;
  hidden: Flag;
  hidden_reason: string | null;
  /** How many papers name the task. */
  papers: number;
}

export interface DatasetTable {
  id: Generated<number>;
  slug: string;
  name: string;
  name_key: string;
  full_name: string | null;
  homepage: string | null;
  description: string | null;
  short_description: string | null;
  parent_id: number | null;
  paper_id: number | null;
  introduced: string | null;
  licence_name: string | null;
  licence_url: string | null;
  access: "open" | "on request" | "private" | "unknown";
  modalities: string;
  languages: string;
  loaders: string;
  warning: string | null;
  num_papers: number;
  /** What the archive says beyond this (pictures on a dead host, counts), a JSON object. */
  archive: string;
  /** 1: named by a board only. */
  stub: Flag;
}

export interface MethodTable {
  id: Generated<number>;
  slug: string;
  name: string;
  name_key: string;
  full_name: string | null;
  description: string | null;
  paper_id: number | null;
  year: number | null;
  source_url: string | null;
  source_title: string | null;
  code_url: string | null;
  num_papers: number;
  spam_score: number;
  hidden: Flag;
  hidden_reason: string | null;
  stub: Flag;
}

export type AliasKind = "paper" | "task" | "dataset" | "board" | "method";

export interface MetricTable {
  id: Generated<number>;
  slug: string;
  name: string;
  name_key: string;
  unit: string | null;
}

export interface BoardTable {
  id: Generated<number>;
  slug: string;
  task_id: number;
  dataset_id: number;
  title: string;
  description: string | null;
  links: string;
  citations: string;
  /** 1: its rows stand in ranking order, as in the archive. */
  order_kept: Flag;
  /** What every reader of the board should know, in a sentence or two. */
  note: string | null;
  imported_from: string | null;
  results: number;
  papers: number;
  measured: number;
  latest: string | null;
  /** Grows with every change: what caches of pages are keyed by. */
  version: number;
  notability: number;
}

export interface BoardMetricTable {
  board_id: number;
  metric_id: number;
  position: number;
  direction: "higher" | "lower" | "unknown";
  direction_source: string;
  best_result_id: number | null;
}

export interface SplitTable {
  id: Generated<number>;
  slug: string;
  name: string;
  dataset_id: number;
  manifest_sha256: string | null;
  content_sha256: string | null;
  images: number | null;
  subjects: number | null;
  classes: string;
  /** "files", "generator" (with a public seed), "secret" (with a seed that is not told). */
  made_by: string;
  shippable: Flag;
}

export interface ProtocolTable {
  id: Generated<number>;
  board_id: number;
  slug: string;
  name: string;
  split_id: number | null;
  classes: string;
  crop: string | null;
  aggregation: string | null;
  text: string;
  version: number;
  evaluator: string | null;
  /** 0: not even results under this protocol can be compared with each other (unknown folds, people on both sides). */
  comparable: Flag;
}

export interface ModelTable {
  id: Generated<number>;
  slug: string;
  name: string;
  name_key: string;
  paper_id: number | null;
  owner: string | null;
  parameters: number | null;
  macs: number | null;
  licence: string | null;
  files: string;
  preprocessing: string | null;
  /** [{dataset, split, relation: "disjoint" | "overlaps" | "unknown"}] */
  training_data: string;
}

export type EditorialState = "draft" | "screening" | "pending" | "published" | "rejected" | "disputed" | "withdrawn";

export interface ResultTable {
  id: Generated<number>;
  board_id: number;
  model_id: number;
  /** Null: the source doesn't state it. */
  protocol_id: number | null;
  paper_id: number | null;
  /** The title and address in the row, where they differ from the paper's own. */
  paper_title: string | null;
  paper_url: string | null;
  date: string | null;
  extra_data: Flag;
  code: string;
  model_links: string;
  tags: string;
  /** Place in the file it came from. */
  position: number;
  state: EditorialState;
  source_kind: string;
  /** "Table 3, p. 6" of the paper, or where else the number stands. */
  source_place: string | null;
  quote: string | null;
  note: string | null;
  submitted_by: number | null;
  /** Of data set, model, paper and values: one result listed under several tasks has one. */
  fingerprint: number;
}

export interface ValueTable {
  result_id: number;
  metric_id: number;
  raw: string;
  number: number | null;
  spread: number | null;
  unit: string | null;
  note: string | null;
  parse_status: string;
  /** Place on the board by this metric, counted again whenever the board changes. */
  rank: number | null;
}

export interface ArtifactTable {
  sha256: string;
  bytes: number;
  kind: "onnx" | "preprocessing" | "predictions" | "log" | "document";
  opset: number | null;
  operators: string;
  inputs: string;
  outputs: string;
  screened_at: string | null;
  verdict: string | null;
  quarantine: Flag;
}

export interface JobTable {
  id: Generated<number>;
  kind: "measure" | "check_links" | "import" | "thumbnails";
  payload: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  /** The greater first. */
  priority: Generated<number>;
  run_after: string;
  /** How often it was begun; with the worker's name, what a claim is known by. */
  attempts: Generated<number>;
  /** Until then the worker has it; when it stays silent longer, another takes it over. */
  lease_until: string | null;
  worker: string | null;
  error_kind: string | null;
  error_text: string | null;
  /** Whoever asked for it: people take turns. */
  owner_id: number | null;
  /** What its worker said last, JSON. */
  progress: string | null;
  added_at: string;
  ended_at: string | null;
}

export interface MeasurementTable {
  id: Generated<number>;
  slug: string;
  board_id: number;
  /** The claim that it stands beside; null: a row of its own. */
  result_id: number | null;
  model_id: number;
  protocol_id: number;
  /** How the measured weights stand to the claim's: the same file, or trained again from the method. */
  relation: "same weights" | "retrained" | "own";
  artifact_sha256: string | null;
  preprocessing_sha256: string | null;
  state: "none" | "queued" | "running" | "succeeded" | "failed" | "stale";
  error_kind: string | null;
  /** Where it ran: "this hub", "other hub", "browser", "lab". */
  place: string;
  isolation: string | null;
  runner: string;
  answers_sha256: string | null;
  report: string;
  /** The command that prints it. */
  command: string | null;
  date: string;
  ms_per_image: number | null;
  document_sha256: string | null;
  signature: string | null;
}

export interface MeasuredValueTable {
  measurement_id: number;
  metric_id: number;
  number: number;
  low: number | null;
  high: number | null;
  level: number | null;
  /** What was drawn again for the interval: "images", "subjects". */
  resampled: string | null;
  units: number | null;
}

export interface RevisionTable {
  id: Generated<number>;
  entity: string;
  entity_id: number;
  before: string | null;
  after: string | null;
  person_id: number | null;
  at: string;
  comment: string | null;
  review: "pending" | "accepted" | "rejected";
  reverts: number | null;
}

export interface DisputeTable {
  id: Generated<number>;
  result_id: number;
  by: string;
  text: string;
  state: "open" | "resolved" | "rejected";
  resolution: string | null;
  revision_id: number | null;
  at: string;
}

export interface ImportRunTable {
  id: Generated<number>;
  file: string;
  kind: string;
  sha256: string;
  started: string;
  finished: string | null;
  /** How many records of the file are in the database: where a killed import goes on. */
  position: number;
  counts: string;
}

export interface ImportRejectTable {
  run_id: number;
  path: string;
  why: string;
  raw: string;
}

export type Role = "reader" | "contributor" | "reviewer" | "admin";

/** Written by the library for accounts, but for the role. */
export interface PersonTable {
  id: Generated<number>;
  name: string;
  email: string;
  role: Role;
}

export interface ApiKeyTable {
  id: Generated<number>;
  person_id: number;
  name: string;
  /** Of the key, which only its owner has. */
  key_sha256: string;
  created: string;
  last_used: string | null;
}

export interface SubmissionTable {
  id: Generated<number>;
  kind: "model" | "result" | "paper" | "code" | "dataset" | "correction" | "benchmark" | "metric" | "claim" | "benchmark" | "metric" | "claim";
  person_id: number;
  state: EditorialState;
  /** What was filled in, JSON, by the form of its kind. */
  content: string;
  /** What came of it: the measurement of a model, the row of a result. */
  target_id: number | null;
  created: string;
}

/** What signs a person in without a password: the public half of a key that their device keeps. */
export interface PasskeyTable {
  id: Generated<number>;
  person_id: number;
  name: string;
  /** The credential's id and public key (COSE), base64url. */
  credential: string;
  public_key: string;
  counter: number;
  transports: string;
  created: string;
  last_used: string | null;
}

/** What a visitor's browser measured and offered: shown apart from what the hub measured itself. */
export interface BrowserMeasurementTable {
  id: Generated<number>;
  model_id: number;
  protocol_id: number;
  person_id: number;
  artifact_sha256: string;
  answers_sha256: string;
  document_sha256: string;
  /** "Chromium 143 on Linux". */
  platform: string;
  /** Accuracy in per cent with its interval. */
  number: number;
  low: number | null;
  high: number | null;
  ms_per_image: number;
  created: string;
}

/** A worker's signs of life. */
export interface WorkerTable {
  /** As a job's `worker` has it. */
  name: string;
  host: string;
  pid: number;
  isolation: string;
  started: string;
  seen: string;
}

/** A fault of the hub's own: which part of it, and the error's words, without anything of the people who asked. */
export interface FaultTable {
  id: Generated<number>;
  at: string;
  place: string;
  text: string;
}

/** The hub's tables, as Kysely sees them. */
export interface Schema {
  passkey: PasskeyTable;
  /** Questions to devices that wait for their answer; each is answered once. */
  passkey_challenge: { challenge: string; person_id: number | null; expires: number };
  browser_measurement: BrowserMeasurementTable;
  person: PersonTable;
  api_key: ApiKeyTable;
  /** Sessions, and what else the library for accounts keeps for a while. */
  login: { expiresAt: string };
  verification: { expiresAt: string };
  /** What is left of an allowance: see `takeToken`. */
  bucket: { key: string; tokens: number; at: number };
  submission: SubmissionTable;
  paper: PaperTable;
  /** Papers by importance, 1 the first: the order in which search looks. */
  paper_rank: { rank: number; paper_id: number };
  author: AuthorTable;
  paper_author: { author_id: number; paper_id: number };
  repository: RepositoryTable;
  paper_repository: PaperRepositoryTable;
  conference: ConferenceTable;
  area: AreaTable;
  task: TaskTable;
  task_parent: { child_id: number; parent_id: number };
  paper_task: { task_id: number; day: number; paper_id: number };
  dataset: DatasetTable;
  dataset_variant: { name_key: string; name: string; dataset_id: number };
  dataset_task: { dataset_id: number; task_id: number };
  method: MethodTable;
  method_collection: { method_id: number; collection: string; area_id: string | null; area: string | null };
  paper_method: { method_id: number; day: number; paper_id: number };
  alias: { kind: AliasKind; alias: string; target_id: number; reason: string };
  metric: MetricTable;
  board: BoardTable;
  board_metric: BoardMetricTable;
  split: SplitTable;
  protocol: ProtocolTable;
  model: ModelTable;
  result: ResultTable;
  value: ValueTable;
  artifact: ArtifactTable;
  job: JobTable;
  measurement: MeasurementTable;
  measured_value: MeasuredValueTable;
  revision: RevisionTable;
  dispute: DisputeTable;
  import_run: ImportRunTable;
  import_reject: ImportRejectTable;
  worker: WorkerTable;
  fault: FaultTable;
  /** Facts about the database as a whole: when search was last built, when content last changed. */
  fact: { key: string; value: string };
}

export type TableName = keyof Schema;

export type Paper = Selectable<PaperTable>;
export type Board = Selectable<BoardTable>;
export type Result = Selectable<ResultTable>;
export type Task = Selectable<TaskTable>;
export type Dataset = Selectable<DatasetTable>;
export type Method = Selectable<MethodTable>;
export type Model = Selectable<ModelTable>;
