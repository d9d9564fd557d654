import type { Kysely } from "kysely";
import type { Database } from "../database/database.js";
import type { Schema } from "../database/schema.js";
import { updateMany } from "../database/update-many.js";
import { areaName } from "./area-name.js";
import { taskGraph } from "./task-graph.js";

/**
 * Gives every task its area: the only one that it's listed in, or the one of several that most of its ancestors share, or
 * else the one of its parents. Never the first of a list, which put faces under Music; none where nothing tells.
 */
export async function assignAreas(sql: Kysely<Schema>, kind: Database["kind"]): Promise<void> {
  const tasks = await sql.selectFrom("task").select(["id", "categories", "area_id"]).execute();
  const areas = new Map((await sql.selectFrom("area").select(["id", "name"]).execute()).map(({ id, name }) => [name.toLowerCase(), id]));
  const graph = taskGraph(await sql.selectFrom("task_parent").selectAll().execute());
  const own = new Map(tasks.map(({ id, categories }) => [id, (JSON.parse(categories) as string[]).flatMap((name) => areas.get(areaName(name).toLowerCase()) ?? [])]));
  const decided = new Map<number, number | null>();

  const areaOf = (task: number): number | null => {
    const known = decided.get(task);
    if (known !== undefined) return known;
    decided.set(task, null);
    const candidates = own.get(task) ?? [];
    const [only] = candidates;
    let area: number | null = candidates.length === 1 ? (only ?? null) : null;
    if (candidates.length !== 1) {
      const votes = new Map<number, number>();
      for (const ancestor of graph.ancestors(task)) {
        const listed = own.get(ancestor) ?? [];
        // An ancestor that's listed everywhere tells little.
        for (const id of listed) if (candidates.length === 0 || candidates.includes(id)) votes.set(id, (votes.get(id) ?? 0) + 1 / listed.length);
      }
      const [first, second] = [...votes].sort(([, a], [, b]) => b - a);
      area = first !== undefined && first[1] > (second?.[1] ?? 0) ? first[0] : null;
    }
    decided.set(task, area);
    return area;
  };
  const changed = tasks.flatMap(({ id, area_id }): [number, number | null][] => {
    const area = areaOf(id);
    return area === null || area === area_id ? [] : [[id, area]];
  });
  await updateMany(sql, kind, "task", { id: "integer" }, { area_id: "integer" }, changed);
}
