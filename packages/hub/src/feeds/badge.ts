import { html, type Html, raw } from "@fmpn/page";
import type { Source } from "../queries/resolve.js";
import { mainProtocol, SHOWN_STATES } from "../boards/refresh-boards.js";

/** What a badge says: of a paper on a benchmark. */
export interface Badge {
  /** The benchmark, "Facial Expression Recognition (FER) on MMI". */
  readonly label: string;
  /** "ranked #3 · claimed", "61.52 · claimed". */
  readonly message: string;
  readonly color: string;
}

const [MEASURED, CLAIMED, UNKNOWN] = ["#17734f", "#0a5c94", "#555b66"];

/**
 * The best place that a paper has on a benchmark by any metric, and whether something of it was measured. Places count among rows of
 * the protocol that most have: the first of its own protocol alone is first of nothing, and its figure is shown instead.
 */
export async function badgeOf({ sql }: Source, boardId: number, paperId: number): Promise<Badge> {
  const board = await sql.selectFrom("board").select("title").where("id", "=", boardId).executeTakeFirstOrThrow();
  const rows = await sql.selectFrom("result").select(["id", "paper_id", "protocol_id", "source_kind"]).where("board_id", "=", boardId).where("state", "in", [...SHOWN_STATES]).execute();
  const own = rows.filter(({ paper_id }) => paper_id === paperId);
  const main = mainProtocol(rows);
  const values = own.length === 0 ? [] : await sql.selectFrom("value").innerJoin("board_metric", (join) => join.onRef("board_metric.metric_id", "=", "value.metric_id").on("board_id", "=", boardId)).select(["result_id", "raw", "rank"]).where("result_id", "in", own.map(({ id }) => id)).orderBy("position").execute();
  const places = values.flatMap(({ result_id, rank }) => (rank !== null && own.some(({ id, protocol_id }) => id === result_id && protocol_id === main) ? [rank] : []));
  // Only the same weights say something of the paper's own figure.
  const measured = await sql.selectFrom("measurement").innerJoin("result", "result.id", "measurement.result_id").select("measurement.id").where("result.board_id", "=", boardId).where("result.paper_id", "=", paperId).where("measurement.state", "=", "succeeded").where("relation", "=", "same weights").limit(1).executeTakeFirst();
  const word = measured === undefined ? "claimed" : "measured";
  // What the paper says goes before what READMEs and others say.
  const bySomebodyElse = (id: number): boolean => own.some((row) => row.id === id && /readme|third-party/.test(row.source_kind));
  const said = places.length > 0 ? `ranked #${Math.min(...places)}` : (values.find(({ result_id }) => !bySomebodyElse(result_id)) ?? values[0])?.raw.slice(0, 20);
  const message = own.length === 0 ? "not on this benchmark" : said === undefined ? word : `${said} · ${word}`;
  return { label: board.title, message, color: own.length === 0 ? UNKNOWN : measured === undefined ? CLAIMED : MEASURED };
}

/** Width of a text of 11 pixels, roughly. */
const widthOf = (text: string): number => Math.round(text.length * 6.3) + 12;

/** The badge as a picture. */
export function badgeSvg({ label, message, color }: Badge): Html {
  const [left, right] = [widthOf(label), widthOf(message)];
  return html`${raw('<svg xmlns="http://www.w3.org/2000/svg"')} width="${left + right}" height="20" role="img" aria-label="${label}: ${message}"><title>${label}: ${message}</title><rect width="${left}" height="20" fill="#33333a"/><rect x="${left}" width="${right}" height="20" fill="${color}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="6" y="14" textLength="${left - 12}">${label}</text><text x="${left + 6}" y="14" textLength="${right - 12}">${message}</text></g></svg>`;
}
