import { readDataset } from "../archive/records.js";
import { writeDatasets } from "../import/write-datasets.js";
import { foldName } from "../names/fold-name.js";
import { freeSlug, shortSlug } from "../names/slug.js";
import type { Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import { indexNames } from "../search/index-new.js";
import type { ContributionKind, Filled } from "./contribution-kind.js";
import { checkAddress, checkDate, listed, paperNamed } from "./fill-in.js";
import { writeRecord } from "./write-records.js";

/** A data set that the hub does not have, or knows from a board alone. */
export const datasetKind: ContributionKind = {
  words: "a data set",
  lead: "What it holds, whose it is, and under which terms it may be used. The pictures themselves stay with their owners.",
  fields: [
    { name: "name", label: "Name", required: true },
    { name: "full", label: "Full name" },
    { name: "homepage", label: "Home page", type: "url", required: true },
    { name: "description", label: "Description", lines: 5, required: true },
    { name: "licence", label: "Licence", hint: "As its owners state it; “not stated” where they don't.", required: true },
    { name: "licenceUrl", label: "Where the licence stands", type: "url" },
    { name: "introduced", label: "Introduced", hint: "2026-11-29, 2026-11 or 2026" },
    { name: "paper", label: "Paper that introduced it", hint: "Its name in this hub's addresses, or its arXiv number." },
    { name: "modalities", label: "Modalities", hint: "Images, Videos, Texts … one a line.", lines: 2 },
    { name: "variants", label: "Other names", hint: "Under which benchmarks have it, one a line.", lines: 2 },
  ],
  title: ({ name = "" }) => name,
  async check(source, filled) {
    checkAddress("Home page", filled["homepage"]);
    checkAddress("Where the licence stands", filled["licenceUrl"]);
    checkDate("Introduced", filled["introduced"]);
    if (filled["paper"]) await paperNamed(source, filled["paper"]);
    const twin = await knownDataset(source, filled);
    if (twin !== undefined && twin.stub === 0) throw new ReviewError(`The hub has this data set: /dataset/${twin.slug}. Hand in a correction for it.`);
  },
  async hints(source, filled) {
    const twin = await knownDataset(source, filled);
    return twin === undefined ? [] : [{ kind: "duplicate", text: `Its name is known from a benchmark (/dataset/${twin.slug}); publishing fills in the rest.` }];
  },
  differences: async (_, filled) => datasetKind.fields.flatMap(({ name, label }) => (filled[name] ? [{ field: label, before: null, after: filled[name] }] : [])),
  async apply(source, filled) {
    const { sql } = source;
    const known = await knownDataset(source, filled);
    if (known !== undefined && known.stub === 0) throw new ReviewError(`The hub has this data set by now: /dataset/${known.slug}.`);
    const wish = shortSlug(filled["name"] ?? "") || "dataset";
    const taken = new Set((await sql.selectFrom("dataset").select("slug").where("slug", "like", `${wish}%`).execute()).map(({ slug }) => slug));
    const slug = known?.slug ?? freeSlug(wish, (name) => taken.has(name));
    const paper = filled["paper"] ? await paperNamed(source, filled["paper"]) : undefined;
    await writeRecord(source, readDataset, writeDatasets, {
      url: `https://paperswithcode.com/dataset/${slug}`,
      name: filled["name"],
      full_name: filled["full"] || null,
      homepage: filled["homepage"],
      description: filled["description"],
      license_name: filled["licence"],
      license_url: filled["licenceUrl"] || null,
      introduced_date: filled["introduced"] || null,
      paper: paper === undefined ? null : { title: paper.title, url: `https://paperswithcode.com/paper/${paper.slug}` },
      modalities: listed(filled["modalities"]),
      variants: listed(filled["variants"]),
      languages: [],
      tasks: [],
      data_loaders: [],
      num_papers: 0,
    });
    const { id } = await sql.selectFrom("dataset").select("id").where("name_key", "=", foldName(filled["name"] ?? "")).executeTakeFirstOrThrow();
    await indexNames(source);
    return { entity: "dataset", id, before: known === undefined ? null : { stub: 1 }, after: { slug } };
  },
  async undo({ sql }, { id, before }) {
    await sql.deleteFrom("dataset_variant").where("dataset_id", "=", id).execute();
    if (before !== null) {
      await sql.updateTable("dataset").set({ stub: 1, full_name: null, homepage: null, description: null, short_description: null, licence_name: null, licence_url: null, introduced: null, paper_id: null }).where("id", "=", id).execute();
      return;
    }
    for (const table of ["board", "split"] as const) if ((await sql.selectFrom(table).select("id").where("dataset_id", "=", id).executeTakeFirst()) !== undefined) throw new ReviewError("Benchmarks rest on this data set by now; correct it instead.");
    await sql.deleteFrom("dataset_task").where("dataset_id", "=", id).execute();
    await sql.deleteFrom("dataset").where("id", "=", id).execute();
  },
  address: async ({ sql }, { id }) => {
    const row = await sql.selectFrom("dataset").select("slug").where("id", "=", id).executeTakeFirst();
    return row && `/dataset/${row.slug}`;
  },
};

async function knownDataset({ sql }: Source, { name = "" }: Filled) {
  const key = foldName(name);
  const columns = ["dataset.id as id", "dataset.slug as slug", "stub"] as const;
  return (await sql.selectFrom("dataset").select(columns).where("name_key", "=", key).executeTakeFirst()) ?? (await sql.selectFrom("dataset_variant").innerJoin("dataset", "dataset.id", "dataset_variant.dataset_id").select(columns).where("dataset_variant.name_key", "=", key).executeTakeFirst());
}
