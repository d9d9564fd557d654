import { html, type Html, raw } from "@fmpn/page";
import type { Source } from "../queries/resolve.js";
import { SHOWN_STATES } from "../boards/refresh-boards.js";

/** What a badge says: of a paper on a benchmark. */
export interface Badge {
  /** The benchmark, "Facial Expression Recognition (FER) on MMI". */
  readonly label: string;
  /** "ranked #3 · claimed", "measured 97.6". */
  readonly message: string;
  readonly color: string;
}

const [MEASURED, CLAIMED, UNKNOWN] = ["#17734f", "#0a5c94", "#555b66"];

/** The best place that a paper has on a benchmark by any metric, and whether something of it was measured. */
export async function badgeOf({ sql }: Source, boardId: number, paperId: number): Promise<Badge> {
  const board = await sql.selectFrom("board").select("title").where("id", "=", boardId).executeTakeFirstOrThrow();
  const rank = await sql.selectFrom("value").innerJoin("result", "result.id", "value.result_id").select((expression) => expression.fn.min("rank").as("rank")).where("board_id", "=", boardId).where("paper_id", "=", paperId).where("state", "in", [...SHOWN_STATES]).executeTakeFirst();
  const any = await sql.selectFrom("result").select("id").where("board_id", "=", boardId).where("paper_id", "=", paperId).limit(1).executeTakeFirst();
  // Only the same weights say something of the paper's own figure.
  const measured = await sql.selectFrom("measurement").innerJoin("result", "result.id", "measurement.result_id").select("measurement.id").where("result.board_id", "=", boardId).where("result.paper_id", "=", paperId).where("measurement.state", "=", "succeeded").where("relation", "=", "same weights").limit(1).executeTakeFirst();
  const word = measured === undefined ? "claimed" : "measured";
  const place = typeof rank?.rank === "number" ? `ranked #${rank.rank} · ${word}` : any === undefined ? "not on this benchmark" : word;
  return { label: board.title, message: place, color: any === undefined ? UNKNOWN : measured === undefined ? CLAIMED : MEASURED };
}

/** Width of a text of 11 pixels, roughly. */
const widthOf = (text: string): number => Math.round(text.length * 6.3) + 12;

/** The badge as a picture. */
export function badgeSvg({ label, message, color }: Badge): Html {
  const [left, right] = [widthOf(label), widthOf(message)];
  return html`${raw('<svg xmlns="http://www.w3.org/2000/svg"')} width="${left + right}" height="20" role="img" aria-label="${label}: ${message}"><title>${label}: ${message}</title><rect width="${left}" height="20" fill="#33333a"/><rect x="${left}" width="${right}" height="20" fill="${color}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="6" y="14" textLength="${left - 12}">${label}</text><text x="${left + 6}" y="14" textLength="${right - 12}">${message}</text></g></svg>`;
}
