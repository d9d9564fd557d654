import { z } from "zod";
import type { Person } from "../accounts/accounts.js";
import { newModel } from "../boards/new-model.js";
import type { Database } from "../database/database.js";
import { inTransaction, nextId } from "../database/transaction.js";
import { fingerprintOf } from "../import/fingerprint.js";
import { foldName } from "../names/fold-name.js";
import { webAddress } from "../names/links.js";
import { idNamed, type Source } from "../queries/resolve.js";
import { ReviewError, writeRevision } from "../review/revisions.js";
import { parseValue } from "../values/parse-value.js";

/** A claim as someone fills it in. */
export const resultSubmissionSchema = z.object({
  board: z.string().trim().min(1, "choose a benchmark"),
  model: z.string().trim().min(1, "name the model").max(200),
  /** Slug or arXiv number of a paper that the hub has; empty where there is none. */
  paper: z.string().trim().max(200).default(""),
  /** A metric of the benchmark, by its name in addresses; empty for the first. */
  metric: z.string().trim().max(100).default(""),
  /** Its value, as the source writes it. */
  value: z.string().trim().min(1, "write the number as its source has it").max(100),
  /** Further figures of the row, by metric: programs state them. */
  values: z.record(z.string().max(100), z.string().trim().min(1).max(100)).optional(),
  source: z.string().trim().refine((text) => webAddress(text) !== null, "give the web address of the source"),
  place: z.string().trim().min(1, "say where in the source: “Table 3, p. 6”").max(200),
  quote: z.string().trim().max(500).default(""),
  protocol: z.string().trim().max(100).default(""),
  extra: z.string().optional(),
  /** The draft that is handed in. */
  draft: z.coerce.number().int().optional(),
  date: z.string().trim().regex(/^(\d{4}(-\d{2}(-\d{2})?)?)?$/, "a date is written 2026-11-29").default(""),
});
export type ResultSubmission = z.infer<typeof resultSubmissionSchema>;

/**
 * Hands a claim in: its row waits, seen by nobody but its author and reviewers.
 *
 * @returns the row's number
 * @throws ReviewError where the benchmark, the protocol or the paper is unknown
 */
export async function submitResult(database: Database, person: Person, said: ResultSubmission): Promise<number> {
  return await inTransaction(
    database,
    async (sql) => {
      const board = await sql.selectFrom("board").select(["id", "dataset_id"]).where("slug", "=", said.board).executeTakeFirst();
      if (board === undefined) throw new ReviewError("There is no such benchmark here.");
      const metrics = await sql.selectFrom("board_metric").innerJoin("metric", "metric.id", "board_metric.metric_id").select(["metric.id as id", "name", "slug"]).where("board_id", "=", board.id).orderBy("position").execute();
      const metricOf = (asked: string) => {
        const metric = asked === "" ? metrics[0] : metrics.find(({ slug, name }) => slug === asked || name === asked);
        if (metric === undefined) throw new ReviewError(metrics.length === 0 ? "The benchmark has no metric yet." : `The benchmark has no such metric; it has ${metrics.map(({ slug }) => slug).join(", ")}.`);
        return metric;
      };
      const cells = new Map([[said.metric, said.value] as const, ...Object.entries(said.values ?? {})].map(([asked, raw]) => [metricOf(asked), raw] as const));
      const paper = said.paper === "" ? null : await paperId({ sql, kind: database.kind }, said.paper);
      const protocol = said.protocol === "" ? null : (await sql.selectFrom("protocol").select("id").where("board_id", "=", board.id).where("slug", "=", said.protocol).executeTakeFirst())?.id;
      if (protocol === undefined) throw new ReviewError("The benchmark has no such protocol.");
      const key = foldName(said.model) || said.model;
      const model = (await sql.selectFrom("model").select("id").where("name_key", "=", key).where("paper_id", paper === null ? "is" : "=", paper).executeTakeFirst())?.id ?? (await newModel(sql, said.model, key, paper));
      const last = await sql.selectFrom("result").select((max) => max.fn.max("position").as("position")).where("board_id", "=", board.id).executeTakeFirst();
      const id = await nextId(sql, "result");
      const fingerprint = fingerprintOf({ datasetId: board.dataset_id, modelKey: key, paperId: paper, paperTitle: null, extraData: said.extra !== undefined, cells: [...cells].map(([{ name }, raw]) => [name, raw] as const) });
      await sql
        .insertInto("result")
        .values({ id, board_id: board.id, model_id: model, protocol_id: protocol, paper_id: paper, paper_title: null, paper_url: webAddress(said.source), date: said.date === "" ? null : said.date, extra_data: said.extra === undefined ? 0 : 1, code: "[]", model_links: "[]", tags: "[]", position: Number(last?.position ?? -1) + 1, state: "pending", source_kind: "submission", source_place: said.place, quote: said.quote === "" ? null : said.quote, note: null, submitted_by: person.id, fingerprint })
        .execute();
      for (const [metric, raw] of cells) {
        const { number, spread, unit, note, status } = parseValue(raw);
        await sql.insertInto("value").values({ result_id: id, metric_id: metric.id, raw, number, spread, unit, note, parse_status: status, rank: null }).execute();
      }
      const { numUpdatedRows } = await sql.updateTable("submission").set({ state: "pending", content: JSON.stringify(said), target_id: id }).where("id", "=", said.draft ?? -1).where("kind", "=", "result").where("person_id", "=", person.id).where("state", "=", "draft").executeTakeFirst();
      if (numUpdatedRows === 0n) await sql.insertInto("submission").values({ kind: "result", person_id: person.id, state: "pending", content: JSON.stringify(said), target_id: id, created: new Date().toISOString() }).execute();
      await writeRevision(sql, "result", id, null, { state: "pending" }, { person: person.id, reason: `${said.model} handed in for ${said.board}` });
      return id;
    },
    true,
  );
}

async function paperId(source: Source, name: string): Promise<number> {
  const id = await idNamed(source, "paper", name.replace(/^.*\/(?:paper|abs|pdf)\//, "").replace(/\/$/, ""));
  if (id === undefined) throw new ReviewError("The hub has no such paper: give its name in this hub's addresses, or its arXiv number.");
  return id;
}
