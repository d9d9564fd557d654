import { arxivIdOf, paperKeys } from "../names/paper-key.js";
import { flagField, isRecord, listField, numberField, recordsField, RecordError, requiredText, slugOfAddress, textField, textOf, textsField, type JsonRecord } from "./fields.js";

/** A method as papers and the methods' file tell it. */
export interface MethodRecord {
  readonly slug: string | null;
  readonly name: string;
  readonly fullName: string | null;
  readonly description: string | null;
  /** Null for the archive's filler, 2000 with a placeholder for a description. */
  readonly year: number | null;
  readonly paperSlug: string | null;
  readonly sourceUrl: string | null;
  readonly sourceTitle: string | null;
  readonly codeUrl: string | null;
  readonly papers: number;
  readonly collections: readonly { readonly collection: string; readonly areaId: string | null; readonly area: string | null }[];
}

/** One of papers-with-abstracts. */
export interface PaperRecord {
  readonly slug: string;
  readonly title: string;
  readonly abstract: string | null;
  readonly abstractShort: string | null;
  readonly date: string | null;
  readonly arxivId: string | null;
  readonly nipsId: string | null;
  readonly openreviewId: string | null;
  readonly doi: string | null;
  readonly urlAbs: string | null;
  readonly urlPdf: string | null;
  readonly proceeding: string | null;
  readonly conference: string | null;
  readonly conferenceUrlAbs: string | null;
  readonly conferenceUrlPdf: string | null;
  readonly reproduces: string | null;
  readonly authors: readonly string[];
  readonly tasks: readonly string[];
  readonly methods: readonly MethodRecord[];
  /** Only in a hub's own export: nothing but a mention is known of it. */
  readonly stub: boolean;
}

export function readPaper(record: JsonRecord): PaperRecord {
  const slug = slugOfAddress(textField(record, "paper_url"), "paper");
  if (slug === null) throw new RecordError("paper_url", `${JSON.stringify(record["paper_url"] ?? null)} is no address of a paper`);
  const [urlAbs, urlPdf] = [textField(record, "url_abs"), textField(record, "url_pdf")];
  const [conferenceUrlAbs, conferenceUrlPdf] = [textField(record, "conference_url_abs"), textField(record, "conference_url_pdf")];
  const keys = paperKeys([urlAbs, urlPdf, conferenceUrlAbs, conferenceUrlPdf]);
  return {
    slug,
    title: requiredText(record, "title").replace(/\s+/g, " "),
    abstract: textField(record, "abstract"),
    abstractShort: textField(record, "short_abstract"),
    date: textField(record, "date"),
    arxivId: arxivIdOf(textField(record, "arxiv_id") ?? "") ?? keys.arxivId,
    nipsId: textField(record, "nips_id"),
    openreviewId: textField(record, "openreview_id") ?? keys.openreviewId,
    doi: keys.doi,
    urlAbs,
    urlPdf,
    proceeding: textField(record, "proceeding"),
    conference: textField(record, "conference"),
    conferenceUrlAbs,
    conferenceUrlPdf,
    reproduces: textField(record, "reproduces_paper"),
    authors: textsField(record, "authors").map((name) => name.replace(/\s+/g, " ")),
    tasks: [...new Set(textsField(record, "tasks"))],
    stub: record["stub"] === true,
    methods: recordsField(record, "methods").flatMap((method, index) => {
      // A method without a name tells nothing.
      return textField(method, "name") === null && textField(method, "full_name") === null ? [] : [readMethod(method, `methods[${index}].`)];
    }),
  };
}

const FILLER_YEAR = 2000;

export function readMethod(record: JsonRecord, path = ""): MethodRecord {
  const name = textField(record, "name", `${path}name`) ?? requiredText(record, "full_name", `${path}name`);
  const description = textField(record, "description", `${path}description`);
  const year = numberField(record, "introduced_year");
  const main = record["main_collection"];
  const paper = record["paper"];
  const collections = [...(isRecord(main) && textField(main, "name") !== null ? [{ collection: main["name"], area: main["area"], area_id: null }] : []), ...recordsField(record, "collections", `${path}collections`)];
  return {
    slug: slugOfAddress(textField(record, "url", `${path}url`), "method"),
    name,
    fullName: textField(record, "full_name", `${path}full_name`),
    description,
    year: year === null || year < 1800 || (year === FILLER_YEAR && (description === null || /please enter/i.test(description))) ? null : Math.trunc(year),
    paperSlug: isRecord(paper) ? slugOfAddress(textField(paper, "url"), "paper") : null,
    sourceUrl: textField(record, "source_url", `${path}source_url`),
    sourceTitle: textField(record, "source_title", `${path}source_title`),
    codeUrl: textField(record, "code_snippet_url", `${path}code_snippet_url`),
    papers: Math.max(0, Math.trunc(numberField(record, "num_papers") ?? 0)),
    collections: collections.flatMap((entry) => {
      const collection = textOf((entry as JsonRecord)["collection"], `${path}collections`);
      return collection === null ? [] : [{ collection, areaId: textOf((entry as JsonRecord)["area_id"], `${path}area_id`), area: textOf((entry as JsonRecord)["area"], `${path}area`) }];
    }),
  };
}

/** One of links-between-papers-and-code. */
export interface LinkRecord {
  readonly paperSlug: string | null;
  readonly title: string | null;
  readonly arxivId: string | null;
  readonly urlAbs: string | null;
  readonly urlPdf: string | null;
  readonly repository: string;
  readonly official: boolean;
  readonly inPaper: boolean;
  readonly inGithub: boolean;
  readonly framework: string | null;
}

export function readLink(record: JsonRecord): LinkRecord {
  const framework = textField(record, "framework");
  return {
    paperSlug: slugOfAddress(textField(record, "paper_url"), "paper"),
    title: textField(record, "paper_title"),
    arxivId: arxivIdOf(textField(record, "paper_arxiv_id") ?? "") ?? paperKeys([textField(record, "paper_url_abs")]).arxivId,
    urlAbs: textField(record, "paper_url_abs"),
    urlPdf: textField(record, "paper_url_pdf"),
    repository: requiredText(record, "repo_url"),
    official: flagField(record, "is_official"),
    inPaper: flagField(record, "mentioned_in_paper"),
    inGithub: flagField(record, "mentioned_in_github"),
    framework: framework === "none" ? null : framework,
  };
}

/** One of datasets. */
export interface DatasetRecord {
  readonly slug: string | null;
  readonly name: string;
  readonly fullName: string | null;
  readonly homepage: string | null;
  readonly description: string | null;
  readonly shortDescription: string | null;
  readonly paperSlug: string | null;
  readonly introduced: string | null;
  readonly licenceName: string | null;
  readonly licenceUrl: string | null;
  readonly modalities: readonly string[];
  readonly languages: readonly string[];
  readonly variants: readonly string[];
  readonly tasks: readonly { readonly name: string; readonly slug: string | null }[];
  readonly loaders: readonly unknown[];
  readonly warning: string | null;
  readonly papers: number;
  readonly archive: JsonRecord;
}

/** Fields that are kept as they are, for the export. */
const KEPT = ["parent_dataset", "image", "audio", "thumbnail", "default_image", "verified_image", "default_youtube_link", "paper", "mention_count", "verified_name", "verified_paper"];

export function readDataset(record: JsonRecord): DatasetRecord {
  const paper = record["paper"];
  const nameOf = (entry: unknown, key: string): string | null => textOf(isRecord(entry) ? (entry[key] ?? entry["name"]) : entry, key);
  return {
    slug: slugOfAddress(textField(record, "url"), "dataset"),
    name: requiredText(record, "name"),
    fullName: textField(record, "full_name"),
    homepage: textField(record, "homepage"),
    description: textField(record, "description"),
    shortDescription: textField(record, "short_description"),
    paperSlug: isRecord(paper) ? slugOfAddress(textField(paper, "url"), "paper") : null,
    introduced: textField(record, "introduced_date"),
    licenceName: textField(record, "license_name"),
    licenceUrl: textField(record, "license_url"),
    // Old dumps hold objects where newer ones hold names.
    modalities: listField(record, "modalities").flatMap((entry) => nameOf(entry, "modality") ?? []),
    languages: listField(record, "languages").flatMap((entry) => nameOf(entry, "language") ?? []),
    variants: textsField(record, "variants"),
    tasks: recordsField(record, "tasks").flatMap((task) => {
      const name = textField(task, "task");
      return name === null ? [] : [{ name, slug: slugOfAddress(textField(task, "url"), "task") }];
    }),
    loaders: recordsField(record, "data_loaders"),
    warning: textField(record, "warning"),
    papers: Math.max(0, Math.trunc(numberField(record, "num_papers") ?? 0)),
    archive: Object.fromEntries(KEPT.flatMap((key) => (record[key] === undefined || record[key] === null ? [] : [[key, record[key]]]))),
  };
}
