import { foldName, nameHash } from "../names/fold-name.js";
import { paperSummaries, type PaperSummary } from "./papers.js";
import type { Source } from "./resolve.js";

export interface AuthorView {
  readonly name: string;
  readonly key: string;
  readonly total: number;
  readonly papers: readonly PaperSummary[];
}

/** An author's newest papers, by the key that addresses carry. Equal names may be several people. */
export async function authorView(source: Source, key: string, limit: number, offset = 0): Promise<AuthorView | undefined> {
  const { sql } = source;
  const id = nameHash(foldName(key.replaceAll("-", " ")));
  const author = await sql.selectFrom("author").select("name").where("id", "=", id).executeTakeFirst();
  if (author === undefined) return undefined;
  const total = await sql.selectFrom("paper_author").select((expression) => expression.fn.countAll<number>().as("n")).where("author_id", "=", id).executeTakeFirst();
  const rows = await sql.selectFrom("paper_author").innerJoin("paper", "paper.id", "paper_author.paper_id").select("paper.id as id").where("author_id", "=", id).orderBy("paper.day", "desc").orderBy("paper.id", "desc").limit(limit).offset(offset).execute();
  return { name: author.name, key, total: Number(total?.n ?? 0), papers: await paperSummaries(source, rows.map((row) => row.id)) };
}

export interface ConferenceView {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly years: readonly { readonly year: number | null; readonly papers: number }[];
}

export async function conferenceView({ sql }: Source, slug: string): Promise<ConferenceView | undefined> {
  const conference = await sql.selectFrom("conference").select(["id", "slug", "name"]).where("slug", "=", slug).executeTakeFirst();
  if (conference === undefined) return undefined;
  const years = await sql.selectFrom("paper").select(["venue_year as year", (expression) => expression.fn.countAll<number>().as("papers")]).where("conference_id", "=", conference.id).groupBy("venue_year").orderBy("venue_year", "desc").execute();
  return { ...conference, years: years.map(({ year, papers }) => ({ year, papers: Number(papers) })) };
}

/** A conference's papers, of all years or of one. */
export async function conferencePapers(source: Source, id: number, year: number | undefined, limit: number, offset: number): Promise<PaperSummary[]> {
  let query = source.sql.selectFrom("paper").select("id").where("conference_id", "=", id);
  if (year !== undefined) query = query.where("venue_year", "=", year);
  const rows = await query.orderBy("venue_year", "desc").orderBy("day", "desc").limit(limit).offset(offset).execute();
  return paperSummaries(source, rows.map((row) => row.id));
}
