import type { IndexedResult, ModelIndex } from "@fmpn/lab/model-card";
import type { Person } from "../accounts/accounts.js";
import type { Database } from "../database/database.js";
import { inTransaction } from "../database/transaction.js";
import { foldName } from "../names/fold-name.js";
import { webAddress } from "../names/links.js";
import type { Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import type { ResultSubmission } from "./submit-result.js";

/** Claims of one card; more would be an archive, which is imported. */
const MOST = 100;

export interface DraftedClaims {
  readonly drafts: number;
  /** Figures of data sets or metrics that the hub has no benchmark for. */
  readonly left: readonly IndexedResult[];
}

/**
 * Makes drafts of the claims that a model card's `model-index` states: each is looked at and handed in by its own form.
 *
 * @param address of the card, the source of what names none itself
 * @throws ReviewError where the card has no index, or one that is wrong
 */
export async function draftClaims(database: Database, person: Person, card: string, address: string): Promise<DraftedClaims> {
  if (webAddress(address) === null) throw new ReviewError("Where the card is: give its web address; a claim names its source.");
  const { readModelIndex } = await import("@fmpn/lab/model-card");
  let models: readonly ModelIndex[];
  try {
    models = readModelIndex(card, "the card");
  } catch (error) {
    throw new ReviewError((error as Error).message);
  }
  const figures = models.flatMap(({ name, results }) => results.map((result) => ({ name, result })));
  if (figures.length === 0) throw new ReviewError("The card states no figures: no model-index stands in the YAML between two lines of --- at its beginning.");
  if (figures.length > MOST) throw new ReviewError(`The card states ${figures.length} figures; at most ${MOST} are taken at once.`);
  const left: IndexedResult[] = [];
  const drafts: Partial<ResultSubmission>[] = [];
  for (const { name, result } of figures) {
    const place = await boardOf(database, result);
    if (place === undefined) left.push(result);
    else drafts.push({ board: place.board, metric: place.metric, model: name.slice(0, 200), value: result.value.slice(0, 100), source: webAddress(result.source?.url) ?? address, place: `model-index of the model card${result.split === undefined ? "" : `, ${result.split}`}`.slice(0, 200) });
  }
  await inTransaction(database, async (sql) => {
    for (const content of drafts) await sql.insertInto("submission").values({ kind: "result", person_id: person.id, state: "draft", content: JSON.stringify(content), target_id: null, created: new Date().toISOString() }).execute();
  });
  return { drafts: drafts.length, left };
}

/** The benchmark that a figure belongs on: of its data set, of its task where several are, with its metric. */
async function boardOf({ sql }: Source, { dataset, task, metric }: IndexedResult): Promise<{ readonly board: string; readonly metric: string } | undefined> {
  const key = foldName(dataset);
  const sets = [...(await sql.selectFrom("dataset").select("id").where((is) => is.or([is("name_key", "=", key), is("slug", "=", dataset)])).execute()), ...(await sql.selectFrom("dataset_variant").select("dataset_id as id").where("name_key", "=", key).execute())].map(({ id }) => id);
  const rows = await sql
    .selectFrom("board")
    .innerJoin("task", "task.id", "board.task_id")
    .innerJoin("board_metric", "board_metric.board_id", "board.id")
    .innerJoin("metric", "metric.id", "board_metric.metric_id")
    .select(["board.slug as board", "task.name as task", "metric.name as metric", "metric.slug as slug", "board.results as results"])
    .where("board.dataset_id", "in", [-1, ...sets])
    .execute();
  const wanted = [foldName(metric), metric.toLowerCase()];
  const fitting = rows.filter(({ metric: name, slug }) => wanted.includes(foldName(name)) || wanted.includes(slug));
  const likes = (name: string): boolean => foldName(name).includes(foldName(task)) || foldName(task).includes(foldName(name));
  const [best] = fitting.sort((a, b) => Number(likes(b.task)) - Number(likes(a.task)) || b.results - a.results);
  return best && { board: best.board, metric: best.slug };
}

/** A person's drafts of claims. */
export async function claimDrafts({ sql }: Source, person: number): Promise<readonly { readonly id: number; readonly said: Readonly<Record<string, string>> }[]> {
  const rows = await sql.selectFrom("submission").select(["id", "content"]).where("kind", "=", "result").where("state", "=", "draft").where("person_id", "=", person).orderBy("id").limit(300).execute();
  return rows.map(({ id, content }) => ({ id, said: JSON.parse(content) as Record<string, string> }));
}
