import type { Person } from "../accounts/accounts.js";
import { ALLOWANCES } from "../accounts/allowances.js";
import { takeToken } from "../accounts/take-token.js";
import { placeOf } from "../contributions/benchmark.js";
import type { ContributionName } from "../contributions/kinds.js";
import type { Database } from "../database/database.js";
import { foldName } from "../names/fold-name.js";
import { idNamed } from "../queries/resolve.js";
import { boardMetrics } from "../queries/boards.js";
import { ReviewError } from "../review/revisions.js";
import { resultSubmissionSchema, submitResult } from "../submissions/submit-result.js";
import type { SentResult, Synchronize } from "./write-schemas.js";

/** What became of a table that was sent. */
export interface Synchronized {
  readonly id: string | null;
  readonly task: string;
  readonly dataset: string;
  readonly description: string | null;
  readonly mirror_url: string | null;
  /** Where what is new waits for a reviewer. */
  readonly pending: readonly string[];
  /** Rows that stand here, or wait, as they were sent. */
  readonly known: number;
  /** Rows that have to be sent again: their table or metric waits itself, or many came in a short time. */
  readonly waiting: number;
}

/**
 * Brings a benchmark to what another site has: tables, metrics and rows that are not here are handed in, rows that say otherwise become
 * corrections. Sent again, it adds nothing but what had to wait.
 *
 * @param contribute hands a contribution in and tells where it waits
 */
export async function synchronize(database: Database, person: Person, sent: Synchronize, origin: string, contribute: (name: ContributionName, filled: Readonly<Record<string, unknown>>) => Promise<string>): Promise<Synchronized> {
  const { task, dataset, description, mirror_url, metrics, results } = sent;
  const { board } = await placeOf(database, { task, dataset });
  const told = { id: board?.slug ?? null, task, dataset, description: board?.description ?? description ?? null, mirror_url: mirror_url ?? null };
  const better = (isLoss: boolean): string => (isLoss ? "lower" : "higher");
  const once = async (name: ContributionName, filled: Readonly<Record<string, string | undefined>>): Promise<string[]> => ((await waits(database, person, name, filled)) ? [] : [await contribute(name, filled)]);
  if (board === undefined) {
    const filled = { task, dataset, metrics: metrics.map(({ name, is_loss }) => `${name}, ${better(is_loss)}`).join("\n"), description: description ?? "", source: mirror_url ?? "" };
    return { ...told, pending: await once("benchmark", filled), known: 0, waiting: results.length };
  }
  const pending: string[] = [];
  const own = await boardMetrics(database, board.id);
  for (const { name, is_loss } of metrics) {
    const known = own.find((metric) => metric.name === name || metric.slug === name);
    if (known?.directionSource !== "declared" || known.direction !== better(is_loss)) pending.push(...(await once("metric", { board: board.slug, metric: name, direction: better(is_loss), source: "" })));
  }
  let [same, waiting] = [0, 0];
  for (const result of results) {
    const stated = Object.entries(result.metrics).filter(([name]) => own.some((metric) => metric.name === name || metric.slug === name));
    const row = await rowOf(database, board.id, result);
    if (stated.length === 0) waiting += 1;
    else if (row === undefined) {
      if (await takeToken(database, `results ${person.id}`, ALLOWANCES.results)) pending.push(`/result/${await handInClaim(database, person, board.slug, { ...result, metrics: Object.fromEntries(stated) }, origin)}`);
      else waiting += 1;
    } else if (stated.every(([name, raw]) => row.values.some((value) => (value.name === name || value.slug === name) && value.raw === raw))) same += 1;
    else pending.push(...(await once("claim", { result: String(row.id), model: "", values: stated.map(([name, raw]) => `${name}: ${raw}`).join("\n"), date: "", extra: "", source: result.external_source_url ?? "" })));
  }
  return { ...told, pending, known: same, waiting };
}

/** Hands a row in, in the form that Papers With Code's clients send. @returns its number @throws ReviewError */
export async function handInClaim(database: Database, person: Person, board: string, { metrics, methodology, uses_additional_data, paper, evaluated_on, external_source_url }: SentResult, origin: string): Promise<number> {
  const [[metric, value] = ["", ""], ...more] = Object.entries(metrics);
  const source = external_source_url ?? (paper === undefined ? "" : /^\d{4}\.\d{4,5}(v\d+)?$/.test(paper) ? `https://arxiv.org/abs/${paper}` : `${origin}/paper/${paper}`);
  const said = resultSubmissionSchema.safeParse({ board, model: methodology, paper: paper ?? "", metric, value, values: Object.fromEntries(more), source, place: "sent by a program, which names no place", date: evaluated_on ?? "", ...(uses_additional_data === true ? { extra: "yes" } : {}) });
  if (said.success) return await submitResult(database, person, said.data);
  const [issue] = said.error.issues;
  const name = { model: "methodology", value: "metrics", source: "external_source_url", date: "evaluated_on" }[String(issue?.path[0])] ?? issue?.path.join(".");
  throw new ReviewError(`${name}: ${issue?.message}`);
}

/** The row of the same model and paper that stands or waits. */
async function rowOf({ sql, kind }: Database, board: number, { methodology, paper }: SentResult) {
  const id = paper === undefined ? null : ((await idNamed({ sql, kind }, "paper", paper)) ?? null);
  const row = await sql.selectFrom("result").innerJoin("model", "model.id", "model_id").select("result.id as id").where("board_id", "=", board).where("name_key", "=", foldName(methodology) || methodology).where("result.paper_id", id === null ? "is" : "=", id).where("state", "in", ["published", "disputed", "pending"]).orderBy("result.id").executeTakeFirst();
  return row && { ...row, values: await sql.selectFrom("value").innerJoin("metric", "metric.id", "metric_id").select(["name", "slug", "raw"]).where("result_id", "=", row.id).execute() };
}

/** Whether the same person's same contribution waits. */
async function waits({ sql }: Database, person: Person, name: ContributionName, filled: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  const rows = await sql.selectFrom("submission").select("content").where("person_id", "=", person.id).where("kind", "=", name).where("state", "=", "pending").execute();
  return rows.some(({ content }) => {
    const kept = (JSON.parse(content) as { readonly filled: Readonly<Record<string, string>> }).filled;
    return Object.entries(filled).every(([field, value]) => (kept[field] ?? "") === (value ?? ""));
  });
}
