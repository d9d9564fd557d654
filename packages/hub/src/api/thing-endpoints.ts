import type { AliasKind } from "../database/schema.js";
import { conferencePapers, conferenceView } from "../queries/people.js";
import { idNamed } from "../queries/resolve.js";
import { ancestorsOf, areas, childrenOf } from "../queries/tasks.js";
import { queryWords, searchIndex, type NamedKind } from "../search/search-index.js";
import { list, one, pageOf, type Asked, type Endpoint, type ListPage } from "./endpoint.js";
import { evaluationTables } from "./evaluation-endpoints.js";
import { papersById } from "./paper-endpoints.js";

async function idOf(asked: Asked, kind: AliasKind): Promise<number | undefined> {
  return await idNamed(asked.database, kind, asked.path("id"));
}

const of = <T>(kind: AliasKind, read: (asked: Asked, id: number) => Promise<T>) => async (asked: Asked) => {
  const id = await idOf(asked, kind);
  return id === undefined ? undefined : read(asked, id);
};

/** Numbers of things whose names hold the words, or undefined where none are asked for. */
async function named(asked: Asked, kind: NamedKind): Promise<number[] | undefined> {
  const query = asked.query("q") ?? asked.query("name") ?? asked.query("full_name");
  if (query === undefined) return undefined;
  const hits = await searchIndex(asked.database).names(queryWords(query), 500, true);
  return hits.filter((hit) => hit.kind === kind).map(({ targetId }) => targetId);
}

async function tasks(asked: Asked, area?: string): Promise<ListPage> {
  const ids = await named(asked, "task");
  const wanted = area ?? asked.query("area");
  let query = asked.database.sql.selectFrom("task").leftJoin("area", "area.id", "task.area_id").where("task.hidden", "=", 0);
  if (ids !== undefined) query = query.where("task.id", "in", [-1, ...ids]);
  if (wanted !== undefined) query = query.where("area.slug", "=", wanted);
  const total = await query.select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst();
  const rows = await query.select(["task.slug as id", "task.name as name", "task.description as description"]).orderBy("task.id").limit(asked.limit).offset(asked.offset).execute();
  return { count: Number(total?.n ?? 0), results: rows };
}

/** Areas, tasks, data sets, methods, conferences. */
export const thingEndpoints: readonly Endpoint[] = [
  list("/areas/", "Areas", "Area", async (asked) => pageOf((await areas(asked.database)).map(({ slug, name }) => ({ id: slug, name })), asked)),
  one("/areas/{id}/", "An area", "Area", async (asked) => {
    const area = await asked.database.sql.selectFrom("area").select(["slug as id", "name"]).where("slug", "=", asked.path("id")).executeTakeFirst();
    return area === undefined ? undefined : { ...area };
  }),
  list("/areas/{id}/tasks/", "An area's tasks", "Task", (asked) => tasks(asked, asked.path("id"))),
  list("/tasks/", "Tasks", "Task", (asked) => tasks(asked), { q: "words of the name", name: "the same", area: "an area's slug" }),
  one("/tasks/{id}/", "A task", "Task", of("task", async ({ database }, id) => ({ ...(await database.sql.selectFrom("task").select(["slug as id", "name", "description"]).where("id", "=", id).executeTakeFirstOrThrow()) }))),
  list("/tasks/{id}/parents/", "The tasks that a task lies under", "Task", of("task", async (asked, id) => pageOf((await ancestorsOf(asked.database, id)).filter(({ direct }) => direct).map(({ slug, name }) => ({ id: slug, name, description: null })), asked))),
  list("/tasks/{id}/children/", "The tasks under a task", "Task", of("task", async (asked, id) => pageOf((await childrenOf(asked.database, id, 1)).map(({ slug, name }) => ({ id: slug, name, description: null })), asked))),
  list("/tasks/{id}/papers/", "A task's papers", "Paper", of("task", async (asked, id) => {
    const { sql } = asked.database;
    const total = await sql.selectFrom("paper_task").select((expression) => expression.fn.countAll<number>().as("n")).where("task_id", "=", id).executeTakeFirst();
    const rows = await sql.selectFrom("paper_task").select("paper_id").where("task_id", "=", id).orderBy("day", "desc").orderBy("paper_id", "desc").limit(asked.limit).offset(asked.offset).execute();
    return { count: Number(total?.n ?? 0), results: await papersById(asked, rows.map(({ paper_id }) => paper_id)) };
  })),
  list("/tasks/{id}/evaluations/", "A task's evaluation tables", "EvaluationTable", of("task", (asked, id) => evaluationTables(asked, { column: "task_id", id }))),
  list("/datasets/", "Data sets", "Dataset", async (asked) => {
    const ids = await named(asked, "dataset");
    const { sql } = asked.database;
    const query = ids === undefined ? sql.selectFrom("dataset") : sql.selectFrom("dataset").where("id", "in", [-1, ...ids]);
    const total = await query.select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst();
    return { count: Number(total?.n ?? 0), results: await query.select(["slug as id", "name", "full_name", "homepage as url"]).orderBy("id").limit(asked.limit).offset(asked.offset).execute() };
  }, { q: "words of the name", name: "the same", full_name: "the same" }),
  one("/datasets/{id}/", "A data set", "Dataset", of("dataset", async ({ database }, id) => ({ ...(await database.sql.selectFrom("dataset").select(["slug as id", "name", "full_name", "homepage as url"]).where("id", "=", id).executeTakeFirstOrThrow()) }))),
  list("/datasets/{id}/evaluations/", "Evaluation tables on a data set", "EvaluationTable", of("dataset", (asked, id) => evaluationTables(asked, { column: "dataset_id", id }))),
  list("/methods/", "Methods that are not hidden", "Method", async (asked) => {
    const ids = await named(asked, "method");
    const { sql } = asked.database;
    const all = sql.selectFrom("method").leftJoin("paper", "paper.id", "method.paper_id").where("hidden", "=", 0);
    const query = ids === undefined ? all : all.where("method.id", "in", [-1, ...ids]);
    const total = await query.select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst();
    return { count: Number(total?.n ?? 0), results: await query.select(["method.slug as id", "method.name as name", "full_name", "description", "paper.slug as paper"]).orderBy("method.id").limit(asked.limit).offset(asked.offset).execute() };
  }, { q: "words of the name" }),
  one("/methods/{id}/", "A method", "Method", of("method", async ({ database }, id) => ({ ...(await database.sql.selectFrom("method").leftJoin("paper", "paper.id", "method.paper_id").select(["method.slug as id", "method.name as name", "full_name", "description", "paper.slug as paper"]).where("method.id", "=", id).executeTakeFirstOrThrow()) }))),
  list("/conferences/", "Conferences", "Conference", async (asked) => {
    const rows = await asked.database.sql.selectFrom("conference").select(["slug as id", "name"]).orderBy("name").execute();
    return pageOf(rows, asked);
  }),
  one("/conferences/{id}/", "A conference", "Conference", async (asked) => {
    const view = await conferenceView(asked.database, asked.path("id"));
    return view === undefined ? undefined : { id: view.slug, name: view.name };
  }),
  list("/conferences/{id}/proceedings/", "A conference's years", "Proceeding", async (asked) => {
    const view = await conferenceView(asked.database, asked.path("id"));
    return view === undefined ? undefined : pageOf(view.years.map(({ year }) => ({ id: `${view.slug}-${year ?? "unknown"}`, year, month: null })), asked);
  }),
  one("/conferences/{id}/proceedings/{proceeding}/", "A year of a conference", "Proceeding", async (asked) => {
    const view = await conferenceView(asked.database, asked.path("id"));
    const year = view?.years.find((entry) => `${view.slug}-${entry.year ?? "unknown"}` === asked.path("proceeding"));
    return year === undefined ? undefined : { id: asked.path("proceeding"), year: year.year, month: null };
  }),
  list("/conferences/{id}/proceedings/{proceeding}/papers/", "Papers of a conference's year", "Paper", async (asked) => {
    const view = await conferenceView(asked.database, asked.path("id"));
    const year = view?.years.find((entry) => `${view.slug}-${entry.year ?? "unknown"}` === asked.path("proceeding"));
    return view === undefined || year === undefined ? undefined : { count: year.papers, results: await papersById(asked, (await conferencePapers(asked.database, view.id, year.year ?? undefined, asked.limit, asked.offset)).map(({ id }) => id)) };
  }),
];
