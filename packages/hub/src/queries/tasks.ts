import type { Task } from "../database/schema.js";
import { jsonList, type Source } from "./resolve.js";

export interface TaskLink {
  readonly slug: string;
  readonly name: string;
}

/** A task within the tree. */
export interface TaskNode extends TaskLink {
  readonly id: number;
  readonly boards: number;
  readonly papers: number;
  readonly children: readonly TaskNode[];
}

export interface TaskView {
  readonly task: Task;
  readonly area: TaskLink | undefined;
  readonly parents: readonly TaskLink[];
  readonly ancestors: readonly TaskLink[];
  readonly children: readonly TaskNode[];
  readonly synonyms: readonly string[];
  /** What boards of the task should say, of its own and of its ancestors. */
  readonly notes: readonly string[];
}

/** A task with its place in the tree. */
export async function taskView(source: Source, id: number): Promise<TaskView> {
  const task = await source.sql.selectFrom("task").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const area = task.area_id === null ? undefined : await source.sql.selectFrom("area").select(["slug", "name"]).where("id", "=", task.area_id).executeTakeFirst();
  const above = await ancestorsOf(source, id);
  return {
    task,
    area,
    parents: above.filter(({ direct }) => direct),
    ancestors: above,
    children: await childrenOf(source, id, 2),
    synonyms: jsonList<string>(task.synonyms),
    notes: [task.note, ...above.map(({ note }) => note)].filter((note) => note !== null),
  };
}

/** All tasks that a task lies under, the nearest first. */
export async function ancestorsOf({ sql }: Source, id: number): Promise<(TaskLink & { readonly id: number; readonly direct: boolean; readonly note: string | null })[]> {
  const found = new Map<number, TaskLink & { id: number; direct: boolean; note: string | null }>();
  let level = [id];
  for (let depth = 0; level.length > 0 && depth < 12; depth++) {
    const rows = await sql.selectFrom("task_parent").innerJoin("task", "task.id", "task_parent.parent_id").select(["task.id as id", "task.slug as slug", "task.name as name", "task.note as note"]).where("child_id", "in", level).where("hidden", "=", 0).orderBy("task.name").execute();
    const fresh = rows.filter((row) => !found.has(row.id) && row.id !== id);
    for (const row of fresh) found.set(row.id, { ...row, direct: depth === 0 });
    level = [...new Set(fresh.map((row) => row.id))];
  }
  return [...found.values()];
}

/** What lies under a task, so many levels deep. */
export async function childrenOf(source: Source, id: number, depth: number): Promise<TaskNode[]> {
  if (depth === 0) return [];
  const rows = await source.sql
    .selectFrom("task_parent")
    .innerJoin("task", "task.id", "task_parent.child_id")
    .select(["task.id as id", "task.slug as slug", "task.name as name", "task.papers as papers", (expression) => expression.selectFrom("board").whereRef("board.task_id", "=", "task.id").select((count) => count.fn.countAll<number>().as("n")).as("boards")])
    .where("parent_id", "=", id)
    .where("hidden", "=", 0)
    .orderBy("task.name")
    .execute();
  return Promise.all(rows.map(async ({ boards, ...row }) => ({ ...row, boards: Number(boards ?? 0), children: await childrenOf(source, row.id, depth - 1) })));
}

export interface AreaView {
  readonly slug: string;
  readonly name: string;
  readonly tasks: number;
  readonly boards: number;
}

/** The areas with how much is in them; tasks without an area are "Other". */
export async function areas({ sql }: Source): Promise<AreaView[]> {
  const rows = await sql
    .selectFrom("area")
    .innerJoin("task", "task.area_id", "area.id")
    .leftJoin("board", "board.task_id", "task.id")
    .select(["area.slug as slug", "area.name as name", (expression) => expression.fn.count<number>("task.id").distinct().as("tasks"), (expression) => expression.fn.count<number>("board.id").distinct().as("boards")])
    .where("task.hidden", "=", 0)
    .groupBy(["area.slug", "area.name"])
    .execute();
  return rows.map((row) => ({ ...row, tasks: Number(row.tasks), boards: Number(row.boards) })).sort((a, b) => b.boards - a.boards || b.tasks - a.tasks);
}

/** Tasks of an area, or those without one, the ones with most boards and papers first. */
export async function tasksOfArea({ sql }: Source, areaSlug: string | null, limit: number, offset = 0): Promise<{ readonly total: number; readonly tasks: readonly Omit<TaskNode, "children">[] }> {
  let query = sql.selectFrom("task").leftJoin("area", "area.id", "task.area_id").where("task.hidden", "=", 0);
  query = areaSlug === null ? query.where("task.area_id", "is", null) : query.where("area.slug", "=", areaSlug);
  const total = await query.select((expression) => expression.fn.countAll<number>().as("n")).executeTakeFirst();
  const rows = await query
    .leftJoin("board", "board.task_id", "task.id")
    .select(["task.id as id", "task.slug as slug", "task.name as name", "task.papers as papers", (expression) => expression.fn.count<number>("board.id").as("boards")])
    .groupBy(["task.id", "task.slug", "task.name", "task.papers"])
    .orderBy((expression) => expression.fn.count("board.id"), "desc")
    .orderBy("task.papers", "desc")
    .orderBy("task.name")
    .limit(limit)
    .offset(offset)
    .execute();
  return { total: Number(total?.n ?? 0), tasks: rows.map((row) => ({ ...row, boards: Number(row.boards) })) };
}
