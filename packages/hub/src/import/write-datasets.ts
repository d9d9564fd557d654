import type { Kysely } from "kysely";
import type { DatasetRecord } from "../archive/records.js";
import { insertMany } from "../database/insert-many.js";
import type { DatasetTable, Schema } from "../database/schema.js";
import { readDate } from "../names/dates.js";
import { foldName } from "../names/fold-name.js";
import { webAddress } from "../names/links.js";
import { slugify } from "../names/slug.js";
import { findPapers } from "./find-papers.js";
import { noDataset, type ImportContext } from "./import-context.js";

/** Writes the data sets' file: names, variants, tasks, who introduced them. */
export async function writeDatasets(sql: Kysely<Schema>, context: ImportContext, records: readonly DatasetRecord[]): Promise<void> {
  const papers = await findPapers(sql, context.kind, context, records.map(({ paperSlug, archive }) => ({ slug: paperSlug, arxivId: null, openreviewId: null, doi: null, title: paperSlug === null ? null : titleOf(archive["paper"]), url: null, date: null })));
  const written: { id: number; record: DatasetRecord; paper: number | null; isNew: boolean }[] = [];
  for (const [index, record] of records.entries()) {
    const isNew = context.datasets.find(record.name) === undefined;
    // The names that boards know are made first; what the record says follows for all alike.
    const id = context.datasets.idOf(record.name, record.slug ?? slugify(record.name), (own, slug, name_key) => ({ ...noDataset, id: own, slug, name: record.name, name_key, stub: 1 }));
    written.push({ id, record, paper: papers[index] ?? null, isNew });
  }
  await context.datasets.flush(sql, context.kind);
  const variants: { name_key: string; name: string; dataset_id: number }[] = [];
  const tasks: { dataset_id: number; task_id: number }[] = [];
  for (const { id, record, paper, isNew } of written) {
    const old = isNew ? undefined : await sql.selectFrom("dataset").select(["slug", "stub"]).where("id", "=", id).executeTakeFirst();
    context.count(isNew || old?.stub === 1 ? "imported" : "updated");
    const slug = old !== undefined && record.slug !== null && record.slug !== old.slug && !context.datasets.slugTaken(record.slug) ? record.slug : undefined;
    if (slug !== undefined && old !== undefined) await insertMany(sql, context.kind, "alias", [{ kind: "dataset", alias: old.slug, target_id: id, reason: "an earlier name" }], "ignore");
    const { date, wrong } = readDate(record.introduced, context.today);
    if (wrong !== undefined) context.reject(`${record.name}: introduced_date`, wrong, record.introduced);
    await sql
      .updateTable("dataset")
      .set({
        ...(slug === undefined ? {} : { slug }),
        name: record.name,
        full_name: record.fullName,
        homepage: webAddress(record.homepage) === null ? null : record.homepage,
        description: record.description,
        short_description: record.shortDescription === record.description ? null : record.shortDescription,
        paper_id: paper,
        introduced: date,
        licence_name: record.licenceName,
        licence_url: webAddress(record.licenceUrl) === null ? null : record.licenceUrl,
        access: accessOf(record.licenceName),
        modalities: JSON.stringify(record.modalities),
        languages: JSON.stringify(record.languages),
        loaders: JSON.stringify(record.loaders),
        warning: record.warning,
        num_papers: record.papers,
        archive: JSON.stringify(record.archive),
        stub: 0,
      })
      .where("id", "=", id)
      .execute();
    for (const name of record.variants) {
      const name_key = foldName(name);
      // A variant's name may be a data set of its own: that one keeps it.
      if (name_key === "" || (context.datasets.find(name) !== undefined && context.datasets.find(name) !== id)) continue;
      context.datasets.alias(name, id);
      variants.push({ name_key, name, dataset_id: id });
    }
    for (const { name, slug: taskSlug } of record.tasks) tasks.push({ dataset_id: id, task_id: context.taskId(name, taskSlug) });
  }
  await insertMany(sql, context.kind, "dataset_variant", variants, "ignore");
  await insertMany(sql, context.kind, "dataset_task", tasks, "ignore");
}

function titleOf(paper: unknown): string | null {
  return typeof paper === "object" && paper !== null && "title" in paper && typeof paper.title === "string" ? paper.title : null;
}

/** How the data may be had, as far as the licence's name tells. */
function accessOf(licence: string | null): DatasetTable["access"] {
  if (licence === null) return "unknown";
  if (/private|not publicly/i.test(licence)) return "private";
  if (/request|agreement|academic use only|research only/i.test(licence)) return "on request";
  return /^(?:cc|mit|apache|bsd|gpl|odc|odbl|pddl|public domain|creative commons|cdla)/i.test(licence) ? "open" : "unknown";
}
