import { readPaper } from "../archive/records.js";
import { writePapers } from "../import/write-papers.js";
import { foldName, nameHash } from "../names/fold-name.js";
import { arxivIdOf, paperKeys } from "../names/paper-key.js";
import { freeSlug, shortSlug } from "../names/slug.js";
import type { Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import { indexPaper } from "../search/index-new.js";
import type { ContributionKind, Filled } from "./contribution-kind.js";
import { checkAddress, checkDate, listed } from "./fill-in.js";
import { writeRecord } from "./write-records.js";

/** A paper that the hub does not have, or knows by its title alone. */
export const paperKind: ContributionKind = {
  words: "a paper",
  lead: "A paper that the hub does not have yet, or knows by its title alone. Claims come after it, each by its own form.",
  fields: [
    { name: "title", label: "Title", required: true },
    { name: "authors", label: "Authors", hint: "One a line, or separated by semicolons.", lines: 3, required: true },
    { name: "abstract", label: "Abstract", lines: 8, required: true },
    { name: "date", label: "Date", hint: "2026-11-29, 2026-11 or 2026", required: true },
    { name: "url", label: "Where it is", hint: "arXiv, OpenReview, a publisher: the page about it.", type: "url", required: true },
    { name: "pdf", label: "PDF", type: "url" },
    { name: "proceeding", label: "Venue", hint: "“NeurIPS 2026”; empty for a preprint." },
    { name: "tasks", label: "Tasks", hint: "As this hub calls them, one a line.", lines: 2 },
  ],
  title: ({ title = "" }) => title,
  async check(source, filled) {
    checkAddress("Where it is", filled["url"]);
    checkAddress("PDF", filled["pdf"]);
    checkDate("Date", filled["date"]);
    for (const task of listed(filled["tasks"])) if ((await source.sql.selectFrom("task").select("id").where("name_key", "=", foldName(task)).executeTakeFirst()) === undefined) throw new ReviewError(`Tasks: this hub has no task called “${task.slice(0, 80)}”; search for it, or leave it out.`);
    const twin = await knownPaper(source, filled);
    if (twin !== undefined && twin.stub === 0) throw new ReviewError(`The hub has this paper: /paper/${twin.slug}. Hand in a correction, code or a result for it.`);
  },
  async hints(source, filled) {
    const twin = await knownPaper(source, filled);
    return twin === undefined ? [] : [{ kind: "duplicate", text: twin.stub === 1 ? `Its title is known from a results table (/paper/${twin.slug}); publishing fills in the rest.` : `The hub has it by now: /paper/${twin.slug}.` }];
  },
  async differences(source, filled) {
    const twin = await knownPaper(source, filled);
    return paperKind.fields.flatMap(({ name, label }) => (filled[name] ? [{ field: label, before: name === "title" ? (twin?.title ?? null) : null, after: filled[name] }] : []));
  },
  async apply(source, filled) {
    const { sql } = source;
    const known = await knownPaper(source, filled);
    if (known !== undefined && known.stub === 0) throw new ReviewError(`The hub has this paper by now: /paper/${known.slug}.`);
    const wish = shortSlug(filled["title"] ?? "") || "paper";
    const taken = new Set((await sql.selectFrom("paper").select("slug").where("slug", "like", `${wish}%`).execute()).map(({ slug }) => slug));
    const slug = known?.slug ?? freeSlug(wish, (name) => taken.has(name));
    await writeRecord(source, readPaper, writePapers, { paper_url: `https://paperswithcode.com/paper/${slug}`, title: filled["title"], abstract: filled["abstract"], date: filled["date"], url_abs: filled["url"], url_pdf: filled["pdf"] || null, proceeding: filled["proceeding"] || null, authors: listed(filled["authors"]), tasks: listed(filled["tasks"]), methods: [] });
    const row = await sql.selectFrom("paper").select(["id", "title", "abstract"]).where("slug", "=", slug).executeTakeFirstOrThrow();
    await sql.updateTable("paper").set({ source: "submission" }).where("id", "=", row.id).execute();
    await indexPaper(source, row);
    return { entity: "paper", id: row.id, before: known === undefined ? null : { stub: 1 }, after: { slug } };
  },
  async undo({ sql }, { id, before }) {
    for (const table of ["result", "model", "paper_repository", "dataset", "method"] as const) {
      if ((await sql.selectFrom(table).select("paper_id").where("paper_id", "=", id).executeTakeFirst()) === undefined) continue;
      if (before === null) throw new ReviewError("Results, code or data sets rest on this paper by now; withdraw those first.");
    }
    for (const table of ["paper_author", "paper_task", "paper_method"] as const) await sql.deleteFrom(table).where("paper_id", "=", id).execute();
    if (before !== null) await sql.updateTable("paper").set({ stub: 1, abstract: null, authors: "[]", source: "mention" }).where("id", "=", id).execute();
    else {
      await sql.deleteFrom("paper_rank").where("paper_id", "=", id).execute();
      await sql.deleteFrom("paper").where("id", "=", id).execute();
    }
  },
  address: async ({ sql }, { id }) => {
    const row = await sql.selectFrom("paper").select("slug").where("id", "=", id).executeTakeFirst();
    return row && `/paper/${row.slug}`;
  },
};

/** The paper of the same arXiv number, DOI or title, if there is one. */
async function knownPaper({ sql }: Source, { title = "", url = "", pdf = "" }: Filled) {
  const keys = paperKeys([url, pdf]);
  const columns = ["id", "slug", "title", "stub"] as const;
  const arxiv = keys.arxivId ?? arxivIdOf(url);
  const byKey = arxiv === null && keys.doi === null ? undefined : await sql.selectFrom("paper").select(columns).where((is) => is.or([...(arxiv === null ? [] : [is("arxiv_id", "=", arxiv)]), ...(keys.doi === null ? [] : [is("doi", "=", keys.doi)])])).executeTakeFirst();
  if (byKey !== undefined) return byKey;
  const folded = foldName(title);
  return (await sql.selectFrom("paper").select(columns).where("title_hash", "=", nameHash(folded)).execute()).find((row) => foldName(row.title) === folded);
}
