import type { Database } from "../database/database.js";
import { SHOWN_STATES } from "../boards/refresh-boards.js";
import { parseValue } from "../values/parse-value.js";

/** What a reviewer should look at; it decides nothing. */
export interface Hint {
  readonly kind: "duplicate" | "outlier" | "direction" | "abstract" | "value" | "source";
  readonly text: string;
}

/** Looks at a claim that waits: whether it's there already, stands out, or says something else than its paper. */
export async function hintsFor({ sql }: Database, resultId: number): Promise<readonly Hint[]> {
  const row = await sql.selectFrom("result").leftJoin("paper", "paper.id", "result.paper_id").select(["board_id", "model_id", "fingerprint", "source_place", "paper.abstract as abstract"]).where("result.id", "=", resultId).executeTakeFirst();
  if (row === undefined) return [];
  const hints: Hint[] = [];
  const twin = await sql.selectFrom("result").innerJoin("board", "board.id", "result.board_id").select("board.title as title").where("fingerprint", "=", row.fingerprint).where("result.id", "<>", resultId).executeTakeFirst();
  if (twin !== undefined) hints.push({ kind: "duplicate", text: `The same model, paper and values stand on ${twin.title} already.` });
  if (row.source_place === null) hints.push({ kind: "source", text: "It doesn't say where in its source the number stands." });
  const values = await sql.selectFrom("value").innerJoin("metric", "metric.id", "value.metric_id").select(["metric_id", "raw", "number", "name"]).where("result_id", "=", resultId).execute();
  for (const { metric_id, raw, number, name } of values) {
    const direction = (await sql.selectFrom("board_metric").select("direction").where("board_id", "=", row.board_id).where("metric_id", "=", metric_id).executeTakeFirst())?.direction ?? "unknown";
    if (direction === "unknown") hints.push({ kind: "direction", text: `Nobody has declared whether more ${name} is better here.` });
    if (number === null) {
      hints.push({ kind: "value", text: `“${raw}” is no number that can be ranked.` });
      continue;
    }
    const others = await sql.selectFrom("value").innerJoin("result", "result.id", "value.result_id").select("number").where("board_id", "=", row.board_id).where("metric_id", "=", metric_id).where("result.id", "<>", resultId).where("result.state", "in", [...SHOWN_STATES]).where("number", "is not", null).execute();
    const numbers = others.flatMap(({ number: other }) => (other === null ? [] : [other]));
    if (numbers.length >= 3 && direction !== "unknown") {
      const best = direction === "higher" ? Math.max(...numbers) : Math.min(...numbers);
      const ahead = direction === "higher" ? number - best : best - number;
      if (ahead > 0) hints.push({ kind: "outlier", text: `${round(ahead)} better than the best of ${numbers.length} others, ${round(best)}.` });
    }
    const told = numbersIn(row.abstract ?? "");
    if (told.length > 0 && !told.some((other) => Math.abs(other - number) < 0.005)) hints.push({ kind: "abstract", text: `The paper's abstract says ${told.slice(0, 4).map((other) => `${other} %`).join(", ")}.` });
  }
  return hints;
}

/** Percentages in a text. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/(\d{1,3}(?:\.\d+)?)\s*\\?%/g)].flatMap(([, digits = ""]) => parseValue(digits).number ?? []);
}

const round = (value: number): string => String(Math.round(100 * value) / 100);
