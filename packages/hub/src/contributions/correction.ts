import type { Kysely } from "kysely";
import type { Schema } from "../database/schema.js";
import { dayNumber } from "../names/dates.js";
import { foldName, nameHash } from "../names/fold-name.js";
import { idNamed, type Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import { indexNames, indexPaper } from "../search/index-new.js";
import type { ContributionKind, Filled } from "./contribution-kind.js";
import { checkAddress, checkDate } from "./fill-in.js";

type Entity = "paper" | "dataset" | "method" | "task" | "board";

/** What may be corrected of each kind of thing, and what a value has to be. Slugs stay: addresses are for ever. */
const CORRECTABLE: Readonly<Record<Entity, Readonly<Record<string, "text" | "address" | "date">>>> = {
  paper: { title: "text", abstract: "text", date: "date", url_abs: "address", url_pdf: "address" },
  dataset: { full_name: "text", description: "text", homepage: "address", licence_name: "text", licence_url: "address", introduced: "date", warning: "text" },
  method: { full_name: "text", description: "text", source_url: "address", code_url: "address" },
  task: { description: "text" },
  board: { description: "text", note: "text" },
};
const WORDS: Readonly<Record<string, string>> = { title: "title", abstract: "abstract", date: "date", url_abs: "address", url_pdf: "PDF", full_name: "full name", description: "description", homepage: "home page", licence_name: "licence", licence_url: "where the licence stands", introduced: "when it was introduced", warning: "warning", source_url: "source", code_url: "code", note: "note for readers" };
const FIELDS = Object.entries(CORRECTABLE).flatMap(([entity, fields]) => Object.keys(fields).map((field) => ({ value: `${entity}.${field}`, text: `${entity === "board" ? "benchmark" : entity}: ${WORDS[field]}` })));

/** One field of something that stands here, said otherwise. */
export const correctionKind: ContributionKind = {
  words: "a correction",
  lead: "Something that stands here is wrong: one field, what it should say, and how one knows. Claims are disputed on their own pages.",
  fields: [
    { name: "target", label: "Of what", hint: "The end of its address: facial-motion-prior-networks-for-facial", required: true },
    { name: "field", label: "Which field", options: FIELDS, required: true },
    { name: "value", label: "What it should say", hint: "Empty takes it away, where nothing is better than what is there.", lines: 4 },
    { name: "source", label: "How one knows", hint: "A web address.", type: "url", required: true },
  ],
  title: ({ field = "", target = "" }) => `${WORDS[field.split(".")[1] ?? ""] ?? "a field"} of ${target}`,
  async check(source, filled) {
    checkAddress("How one knows", filled["source"]);
    const { entity, field, value, current } = await target(source, filled);
    const is = CORRECTABLE[entity][field];
    if (is === "address") checkAddress("What it should say", value ?? undefined);
    if (is === "date") checkDate("What it should say", value ?? undefined);
    if (value === null && field === "title") throw new ReviewError("What it should say: a paper has a title.");
    if (value === current) throw new ReviewError("That is what stands there.");
  },
  async hints(source, filled) {
    const { entity, id, field, current, value } = await target(source, filled);
    const others = await source.sql.selectFrom("revision").select("id").where("entity", "=", entity).where("entity_id", "=", id).limit(10).execute();
    return [
      ...(others.length > 0 ? [{ kind: "source" as const, text: `It was corrected ${others.length} times before.` }] : []),
      ...(current !== null && (value ?? "").length < current.length / 3 ? [{ kind: "value" as const, text: `The ${WORDS[field]} would lose most of its text.` }] : []),
    ];
  },
  async differences(source, filled) {
    const { field, current, value } = await target(source, filled);
    return [{ field: WORDS[field] ?? field, before: current, after: value ?? "" }];
  },
  async apply(source, filled) {
    await correctionKind.check(source, filled);
    const { entity, id, field, current, value } = await target(source, filled);
    await set(source, entity, id, field, value);
    return { entity, id, before: { [field]: current }, after: { [field]: value } };
  },
  async undo(source, { entity, id, before, after }) {
    const [[field, value] = ["", null]] = Object.entries(after);
    const row = await current(source.sql, entity as Entity, id, field);
    if (row === undefined || (row ?? null) !== value) throw new ReviewError("It was changed again since; undo the later change first.");
    await set(source, entity as Entity, id, field, (before?.[field] ?? null) as string | null);
  },
  address: async ({ sql }, { entity, id }) => {
    const row = await sql.selectFrom(entity as Entity).select("slug").where("id", "=", id).executeTakeFirst();
    return row && `/${entity === "board" ? "sota" : entity}/${row.slug}`;
  },
};

async function target(source: Source, filled: Filled) {
  const [entity, field = ""] = (filled["field"] ?? "").split(".") as [Entity, string];
  const name = (filled["target"] ?? "").replace(/^.*\//, "");
  const id = await idNamed(source, entity, name);
  if (id === undefined) throw new ReviewError(`The hub has no ${entity === "board" ? "benchmark" : entity} of this name.`);
  const value = filled["value"] === undefined || filled["value"] === "" ? null : filled["value"];
  return { entity, field, id, value, current: (await current(source.sql, entity, id, field)) ?? null };
}

/** A field's text; undefined where there is no such row. The names of fields come from the list above. */
async function current(sql: Kysely<Schema>, entity: Entity, id: number, field: string): Promise<string | null | undefined> {
  if (!Object.hasOwn(CORRECTABLE[entity], field)) throw new ReviewError("Which field: choose one of those that are offered.");
  const row = (await sql.selectFrom(entity).selectAll().where("id", "=", id).executeTakeFirst()) as Readonly<Record<string, string | null>> | undefined;
  return row?.[field];
}

async function set(source: Source, entity: Entity, id: number, field: string, value: string | null): Promise<void> {
  const { sql } = source;
  const title = entity === "paper" && field === "title" && value !== null ? { title_hash: nameHash(foldName(value)) } : {};
  const day = entity === "paper" && field === "date" ? { day: dayNumber(value) } : {};
  await sql.updateTable(entity as "paper").set({ [field]: value, ...title, ...day }).where("id", "=", id).execute();
  if ("day" in day) for (const table of ["paper_task", "paper_method"] as const) await sql.updateTable(table).set(day).where("paper_id", "=", id).execute();
  if (entity === "board") await sql.updateTable("board").set((expression) => ({ version: expression("version", "+", 1) })).where("id", "=", id).execute();
  if (entity === "paper" && (field === "title" || field === "abstract")) await indexPaper(source, await sql.selectFrom("paper").select(["id", "title", "abstract"]).where("id", "=", id).executeTakeFirstOrThrow());
  if (field === "full_name") await indexNames(source);
}
