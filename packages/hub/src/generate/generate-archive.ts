import path from "node:path";
import { writeJsonFile } from "../export/write-json-file.js";
import { randomStream, type RandomStream } from "./random-stream.js";
import { words, vocabulary } from "./words.js";

/** How large the archive was in July 2025: what stands in for dumps that cannot be had here. */
export const ARCHIVE = { papers: 576_000, links: 300_000, datasets: 15_000, methods: 8_700, tasks: 4_450, boards: 12_000, rows: 155_000 } as const;

export interface GenerateOptions {
  /** 1: as large as the archive; 0.01: a hundredth of it. */
  readonly scale: number;
  readonly seed?: number | undefined;
  readonly gzip?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((file: string, records: number) => void) | undefined;
}

const PLACE = "https://paperswithcode.com";
const AREAS = ["Computer Vision", "Natural Language Processing", "Medical", "Methodology", "Graphs", "Speech", "Reasoning", "Time Series", "Playing Games", "Robots", "Audio", "Computer Code", "Knowledge Base", "Adversarial", "Music", "Miscellaneous", "Natural Language"];
const METRICS = ["Accuracy", "Top-1 Accuracy", "F1", "mAP", "BLEU", "mIoU", "WER", "FID", "RMSE", "PSNR", "AUC", "Perplexity", "Score", "Recall@1", "MAE", "EM"];
const LOWER = new Set(["WER", "FID", "RMSE", "Perplexity", "MAE"]);

/**
 * Writes five files in the archive's forms and of its sizes: words by Zipf's law, a task graph with several parents, rows in
 * ranking order, results repeated under ancestors, odd cells, spam, missing fields. The same seed gives the same files.
 */
export async function generateArchive(folder: string, { scale, seed = 1, gzip = true, signal, onProgress }: GenerateOptions): Promise<string[]> {
  const sizes = Object.fromEntries(Object.entries(ARCHIVE).map(([name, size]) => [name, Math.max(4, Math.round(size * scale))])) as Record<keyof typeof ARCHIVE, number>;
  const written: string[] = [];
  for (const [name, records] of [
    ["papers-with-abstracts", papers(sizes, seed)],
    ["methods", methods(sizes, seed)],
    ["datasets", datasets(sizes, seed)],
    ["evaluation-tables", tables(sizes, seed)],
    ["links-between-papers-and-code", links(sizes, seed)],
  ] as const) {
    const file = path.join(folder, `${name}.json${gzip ? ".gz" : ""}`);
    const count = await writeJsonFile(file, yielding(records), signal);
    onProgress?.(file, count);
    written.push(file);
  }
  return written;
}

/** Generators as a stream takes them. */
async function* yielding(records: Iterable<unknown>): AsyncGenerator<unknown> {
  for (const record of records) yield record;
}

type Sizes = Record<keyof typeof ARCHIVE, number>;

/** What other files say of a paper follows from its number alone. */
function paperFacts(index: number, seed: number) {
  const random = randomStream(seed, `paper ${index}`);
  const title = capitalize(words(random, 5 + random.below(9)).join(" "));
  const year = 2012 + Math.floor(13.5 * Math.sqrt(random.next()));
  const month = 1 + random.below(12);
  const date = `${year}-${two(month)}-${two(1 + random.below(28))}`;
  const arxiv = random.next() < 0.78 ? `${two(year % 100)}${two(month)}.${String(10_000 + (index % 89_999)).padStart(5, "0")}` : null;
  return { random, title, date, year, arxiv, slug: `${title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 38).replace(/-+$/, "")}-${index.toString(36)}` };
}

const taskName = (index: number, seed: number): string => capitalize(words(randomStream(seed, `task ${index}`), 2 + (index % 3)).join(" ")) + (index % 97 === 0 ? " (ABC)" : "");
const methodName = (index: number, seed: number): string => capitalize(words(randomStream(seed, `method ${index}`), 1 + (index % 2)).join(" ")) + (index % 5 === 0 ? `-${index}` : "");
const datasetName = (index: number, seed: number): string => `${capitalize(words(randomStream(seed, `dataset ${index}`), 1 + (index % 2)).join(" "))}-${index.toString(36)}`;

function* papers(sizes: Sizes, seed: number): Generator<unknown> {
  for (let index = 0; index < sizes.papers; index++) {
    const { random, title, date, year, arxiv, slug } = paperFacts(index, seed);
    const odd = index % 5000 === 17;
    yield {
      paper_url: `${PLACE}/paper/${slug}`,
      arxiv_id: arxiv,
      nips_id: null,
      openreview_id: null,
      title: odd ? null : title,
      abstract: random.next() < 0.03 ? null : `${Array.from({ length: 6 + random.below(5) }, () => capitalize(words(random, 14 + random.below(14)).join(" "))).join(". ")}.`,
      short_abstract: null,
      url_abs: arxiv === null ? `https://proceedings.example/${slug}` : `http://arxiv.org/abs/${arxiv}v${1 + random.below(3)}`,
      url_pdf: arxiv === null ? null : `http://arxiv.org/pdf/${arxiv}v1.pdf`,
      proceeding: random.next() < 0.3 ? `${["NeurIPS", "CVPR", "ICLR", "ACL", "ICML", "EMNLP", "ECCV", "ICCV"][random.below(8)]} ${year} ${1 + random.below(12)}` : null,
      authors: Array.from({ length: 1 + random.below(8) }, () => authorName(random)),
      tasks: [...new Set(Array.from({ length: random.below(5) }, () => taskName(random.zipf(sizes.tasks), seed)))],
      date: index % 9000 === 11 ? "2222-12-22" : random.next() < 0.02 ? "" : date,
      conference_url_abs: null,
      conference_url_pdf: null,
      conference: null,
      reproduces_paper: null,
      methods: Array.from({ length: random.next() < 0.4 ? random.below(5) : 0 }, () => methodRecord(random.zipf(sizes.methods), seed)).map(({ name, full_name, description, introduced_year, source_url, source_title, code_snippet_url }) => ({ name, full_name, description, introduced_year, source_url, source_title, code_snippet_url, main_collection: null })),
    };
  }
}

const SPAM = ["How do I talk to a live person at Delta Airlines customer service? Call +1-800-555-0199", "Cómo hablar con alguien en Avianca: (800) 555-0133", "Please enter a description about the method here"];

function methodRecord(index: number, seed: number) {
  const random = randomStream(seed, `method record ${index}`);
  const name = methodName(index, seed);
  const spam = index > 1000 && random.next() < 0.6;
  return {
    url: `${PLACE}/method/${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
    name,
    full_name: name,
    description: spam ? SPAM[index % SPAM.length] : `**${name}** is ${words(random, 30).join(" ")}.\r\n\r\nIt takes $x_{${index % 9}}$ and gives $y$.`,
    paper: null,
    introduced_year: spam ? 2000 : 1998 + random.below(27),
    source_url: spam ? null : `http://arxiv.org/abs/17${two(1 + random.below(12))}.${10_000 + (index % 80_000)}`,
    source_title: spam ? null : capitalize(words(random, 8).join(" ")),
    code_snippet_url: null,
    num_papers: spam ? 0 : random.below(2000),
    collections: spam ? [] : [{ collection: capitalize(words(randomStream(seed, `collection ${index % 300}`), 2).join(" ")), area_id: "area", area: AREAS[index % 7] }],
  };
}

function* methods(sizes: Sizes, seed: number): Generator<unknown> {
  for (let index = 0; index < sizes.methods; index++) yield methodRecord(index, seed);
}

function* datasets(sizes: Sizes, seed: number): Generator<unknown> {
  for (let index = 0; index < sizes.datasets; index++) {
    const random = randomStream(seed, `dataset record ${index}`);
    const name = datasetName(index, seed);
    yield {
      url: `${PLACE}/dataset/${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
      name,
      full_name: name,
      homepage: `https://data.example/${index}`,
      description: `**${name}** is ${words(random, 80).join(" ")}.`,
      short_description: null,
      parent_dataset: null,
      image: null,
      paper: index % 3 === 0 ? { title: paperFacts(index % sizes.papers, seed).title, url: `${PLACE}/paper/${paperFacts(index % sizes.papers, seed).slug}` } : null,
      introduced_date: `${2010 + random.below(15)}-01-01`,
      license_name: ["CC BY 4.0", "Custom (research-only)", "MIT", null][index % 4],
      license_url: null,
      warning: null,
      modalities: [["Images"], ["Texts"], ["Videos", "Audio"]][index % 3],
      tasks: Array.from({ length: random.below(4) }, () => taskName(random.zipf(sizes.tasks), seed)).map((task) => ({ task, url: `${PLACE}/task/${task.toLowerCase().replace(/[^a-z0-9]+/g, "-")}` })),
      languages: index % 3 === 1 ? ["English"] : [],
      variants: [name, `${name} test`],
      num_papers: random.zipf(4000),
      data_loaders: index % 4 === 0 ? [{ url: `https://github.com/huggingface/datasets`, repo: "https://github.com/huggingface/datasets", frameworks: ["pytorch"] }] : [],
    };
  }
}

/** A quarter of the tasks are top-level; every other hangs under one or two with smaller numbers, and stands under each of them. */
function* tables(sizes: Sizes, seed: number): Generator<unknown> {
  const children = new Map<number, number[]>();
  const top = Math.max(1, Math.floor(sizes.tasks / 2));
  for (let index = top; index < sizes.tasks; index++) {
    const random = randomStream(seed, `edges ${index}`);
    for (const parent of new Set(Array.from({ length: 1 + random.below(2) }, () => random.below(index)))) children.set(parent, [...(children.get(parent) ?? []), index]);
  }
  const boardsOf = new Map<number, number[]>();
  for (let board = 0; board < sizes.boards; board++) {
    const task = randomStream(seed, `board ${board}`).zipf(sizes.tasks);
    boardsOf.set(task, [...(boardsOf.get(task) ?? []), board]);
  }
  const record = (index: number, depth: number): unknown => ({
    task: taskName(index, seed),
    description: index % 2 === 0 ? `**${taskName(index, seed)}** is ${words(randomStream(seed, `about ${index}`), 40).join(" ")}.` : "",
    categories: depth === 0 ? [AREAS[index % AREAS.length], ...(index % 7 === 0 ? [AREAS[(index + 3) % AREAS.length]] : [])] : [],
    source_link: null,
    synonyms: [],
    datasets: (boardsOf.get(index) ?? []).map((board) => boardRecord(board, sizes, seed)),
    subtasks: depth > 5 ? [] : (children.get(index) ?? []).map((child) => record(child, depth + 1)),
  });
  for (let index = 0; index < top; index++) yield record(index, 0);
}

function boardRecord(board: number, sizes: Sizes, seed: number): unknown {
  const random = randomStream(seed, `rows of ${board}`);
  // The largest board, ImageNet's, had 1,060 rows; most have a handful.
  const rows = board === 0 && sizes.rows > 2000 ? 1060 : 1 + Math.floor((2 * sizes.rows) / sizes.boards / (1 + 3 * random.next()) ** 1.2);
  const metrics = [...new Set(Array.from({ length: 1 + random.below(4) }, () => METRICS[random.below(METRICS.length)] ?? "Accuracy"))];
  const first = metrics[0] ?? "Accuracy";
  const sign = LOWER.has(first) ? 1 : -1;
  return {
    dataset: datasetName(random.zipf(sizes.datasets), seed),
    description: "",
    dataset_links: [],
    dataset_citations: [],
    subdatasets: [],
    sota: {
      metrics,
      rows: Array.from({ length: rows }, (_, place) => {
        const paper = paperFacts(random.below(sizes.papers), seed);
        return {
          model_name: `${capitalize(words(random, 1).join(""))}-${random.below(99)}`,
          paper_title: paper.title,
          paper_url: paper.arxiv === null ? `https://proceedings.example/${paper.slug}` : `https://arxiv.org/abs/${paper.arxiv}v2`,
          paper_date: paper.date,
          code_links: random.next() < 0.5 ? [{ title: "", url: `https://github.com/${words(random, 1).join("")}/${words(random, 1).join("")}` }] : [],
          model_links: [],
          uses_additional_data: random.next() < 0.1,
          metrics: Object.fromEntries(metrics.map((metric, index) => [metric, cell(index === 0 ? 60 + sign * 0.01 * place : 100 * random.next(), random)])),
        };
      }),
    },
  };
}

/** Figures as people write them: mostly plain, some with signs and spreads, some none. */
function cell(value: number, random: RandomStream): string {
  const text = value.toFixed(2);
  const form = random.next();
  if (form < 0.9) return text;
  if (form < 0.93) return `${text}%`;
  if (form < 0.95) return `${text} ± 0.${1 + random.below(9)}`;
  if (form < 0.97) return "-";
  return form < 0.99 ? `${text}*` : `${text}/${(value + 1).toFixed(1)}`;
}

function* links(sizes: Sizes, seed: number): Generator<unknown> {
  for (let index = 0; index < sizes.links; index++) {
    const random = randomStream(seed, `link ${index}`);
    const paper = paperFacts(random.zipf(sizes.papers), seed);
    yield {
      paper_url: `${PLACE}/paper/${paper.slug}`,
      paper_title: paper.title,
      paper_arxiv_id: paper.arxiv,
      paper_url_abs: paper.arxiv === null ? null : `https://arxiv.org/abs/${paper.arxiv}v1`,
      paper_url_pdf: paper.arxiv === null ? null : `https://arxiv.org/pdf/${paper.arxiv}v1.pdf`,
      repo_url: `https://github.com/${words(random, 1).join("")}${random.below(900)}/${words(random, 2).join("-")}${random.next() < 0.05 ? ".git" : ""}`,
      is_official: random.next() < 0.3,
      mentioned_in_paper: random.next() < 0.4,
      mentioned_in_github: random.next() < 0.5,
      framework: ["none", "pytorch", "tf", "jax", "none"][random.below(5)],
    };
  }
}

const authorName = (random: RandomStream): string => `${capitalize(vocabulary(random.zipf(4000)))} ${capitalize(vocabulary(4000 + random.zipf(60_000)))}`;
const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const two = (value: number): string => String(value).padStart(2, "0");
