import { wordOf, type BoardMeasurement, type BoardMetric, type BoardModel, type BoardRow, type BoardValue, type BoardView } from "../queries/boards.js";
import { rank } from "../values/rank.js";
import type { Word } from "./verdict.js";

/** What a reader asks of a board. */
export interface BoardAsked {
  /** A metric's slug; by default the first one's. */
  readonly metric?: string | undefined;
  /** Results of this year and later. */
  readonly since?: number | undefined;
  readonly code?: boolean | undefined;
  readonly measured?: boolean | undefined;
  /** Whether results that used additional data are shown; by default they are. */
  readonly extra?: boolean | undefined;
  readonly sort?: BoardSort | undefined;
  readonly all?: boolean | undefined;
}

export type BoardSort = "claim" | "measured" | "worst" | "newest" | "oldest" | "model";

const SORTS: readonly BoardSort[] = ["claim", "measured", "worst", "newest", "oldest", "model"];

/** Rows of a page; more are shown on demand. */
export const BOARD_ROWS = 100;

/** A line of a board: a claim with what was measured beside it, or a measurement that nobody claimed. */
export interface BoardEntry {
  readonly row: BoardRow | undefined;
  readonly measurement: BoardMeasurement | undefined;
  readonly model: BoardModel;
  readonly claim: BoardValue | undefined;
  readonly word: Word;
  readonly date: string | null;
  readonly rank: number | null;
}

export interface BoardGroup {
  /** Null: not stated. */
  readonly protocolId: number | null;
  readonly kind: "ranked" | "no figure" | "other protocol";
  readonly entries: readonly BoardEntry[];
}

export interface BoardShown {
  readonly metric: BoardMetric | undefined;
  readonly sort: BoardSort;
  readonly groups: readonly BoardGroup[];
  /** Rows that the filters let through. */
  readonly total: number;
  /** Rows that have no figure by this metric; they are shown on demand. */
  readonly without: number;
  readonly shown: number;
}

/** Reads a board's filters from an address; what makes no sense is left out, so that every address has one plain form. */
export function readBoardAsked(query: Readonly<Record<string, string>>): BoardAsked {
  const since = Number(query["since"]);
  return {
    metric: /^[a-z0-9-]{1,80}$/.test(query["metric"] ?? "") ? query["metric"] : undefined,
    since: Number.isInteger(since) && since > 1950 && since < 2200 ? since : undefined,
    code: query["code"] === "1" || undefined,
    measured: query["measured"] === "1" || undefined,
    extra: query["extra"] === "0" ? false : undefined,
    sort: SORTS.find((sort) => sort === query["sort"]),
    all: query["all"] === "1" || undefined,
  };
}

/** The address of a board as asked. */
export function boardAddress(slug: string, asked: BoardAsked): string {
  const query = new URLSearchParams();
  if (asked.metric !== undefined) query.set("metric", asked.metric);
  if (asked.since !== undefined) query.set("since", String(asked.since));
  if (asked.code) query.set("code", "1");
  if (asked.measured) query.set("measured", "1");
  if (asked.extra === false) query.set("extra", "0");
  if (asked.sort !== undefined) query.set("sort", asked.sort);
  if (asked.all) query.set("all", "1");
  const text = query.toString();
  return `/sota/${slug}${text === "" ? "" : `?${text}`}`;
}

/** The lines of a board as asked: those of its main protocol, ranked; those without a figure; those of other protocols, unranked. */
export function showBoard(view: BoardView, asked: BoardAsked): BoardShown {
  const metric = view.metrics.find(({ slug }) => slug === asked.metric) ?? view.metrics[0];
  const sort = asked.sort ?? (view.rows.some(({ measurements, protocolId }) => protocolId === view.mainProtocolId && measurements.some((one) => one.protocolId === protocolId && one.relation === "same weights")) ? "measured" : "claim");
  const lines = [...view.rows.map((row) => claimLine(row, metric?.id ?? -1)), ...view.measuredAlone.map((measurement) => ({ row: undefined, measurement, model: measurement.model, claim: undefined, word: "measured" as const, date: measurement.date, rank: null, protocolId: measurement.protocolId }))];
  const wanted = lines.filter(
    ({ row, measurement, date }) =>
      (asked.since === undefined || (date !== null && Number(date.slice(0, 4)) >= asked.since)) &&
      (asked.code !== true || (row?.code.length ?? 0) > 0) &&
      (asked.measured !== true || measurement !== undefined) &&
      (asked.extra !== false || row?.extraData !== true),
  );
  const main = wanted.filter(({ protocolId }) => protocolId === view.mainProtocolId);
  const others = [...new Set(wanted.map(({ protocolId }) => protocolId))].filter((id) => id !== view.mainProtocolId).sort((a, b) => (a ?? 0) - (b ?? 0));
  const id = metric?.id ?? -1;
  const ranked = sort === "measured" && metric !== undefined ? rankedByMeasured(main, metric) : main;
  const has = (line: BoardEntry): boolean => (sort === "measured" ? line.measurement?.values.has(id) === true || figure(line.claim) : figure(line.claim) || line.measurement?.values.has(id) === true);
  const without = ranked.filter((line) => !has(line));
  const groups: BoardGroup[] = [
    { protocolId: view.mainProtocolId, kind: "ranked", entries: order(ranked.filter(has), sort, metric, id) },
    { protocolId: view.mainProtocolId, kind: "no figure", entries: asked.all === true ? without : [] },
    ...others.map((protocol): BoardGroup => ({ protocolId: protocol, kind: "other protocol", entries: order(wanted.filter(({ protocolId }) => protocolId === protocol), sort, metric, id).map((line) => ({ ...line, rank: null })) })),
  ];
  let left = asked.all === true ? Infinity : BOARD_ROWS;
  const cut = groups.map((group) => {
    const entries = group.entries.slice(0, left);
    left -= entries.length;
    return { ...group, entries };
  });
  return { metric, sort, groups: cut.filter(({ entries }) => entries.length > 0), total: wanted.length, without: without.length, shown: cut.reduce((sum, { entries }) => sum + entries.length, 0) };
}

const figure = (claim: BoardValue | undefined): boolean => claim !== undefined && claim.status !== "no value";

function claimLine(row: BoardRow, metricId: number): BoardEntry & { readonly protocolId: number | null } {
  const claim = row.values.get(metricId);
  const { word, measurement } = wordOf(row, metricId);
  return { row, measurement, model: row.model, claim, word, date: row.date, rank: claim?.rank ?? null, protocolId: row.protocolId };
}

function rankedByMeasured<Line extends BoardEntry>(lines: readonly Line[], metric: BoardMetric): Line[] {
  const places = rank(lines.map(({ measurement }) => ({ number: measurement?.values.get(metric.id)?.number ?? null, unit: null })), metric.direction);
  return lines.map((line, index) => ({ ...line, rank: places[index] ?? null }));
}

function order<Line extends BoardEntry>(lines: readonly Line[], sort: BoardSort, metric: BoardMetric | undefined, id: number): Line[] {
  // Where nothing is ranked, the archive's own order stays.
  const place = ({ rank: own }: Line): number => own ?? Number.MAX_SAFE_INTEGER;
  const value = (line: Line): number => (sort === "measured" ? line.measurement?.values.get(id)?.number : undefined) ?? line.claim?.number ?? Number.NaN;
  const sign = metric?.direction === "lower" ? 1 : -1;
  const by: Readonly<Record<BoardSort, (a: Line, b: Line) => number>> = {
    claim: (a, b) => place(a) - place(b) || (metric?.direction === "unknown" ? 0 : number(sign * (value(a) - value(b)))),
    measured: (a, b) => place(a) - place(b) || number(sign * (value(a) - value(b))),
    worst: (a, b) => number(Number(Number.isNaN(value(a))) - Number(Number.isNaN(value(b)))) || number(-sign * (value(a) - value(b))),
    newest: (a, b) => ((a.date ?? "") < (b.date ?? "") ? 1 : (a.date ?? "") > (b.date ?? "") ? -1 : 0),
    oldest: (a, b) => ((a.date ?? "9") < (b.date ?? "9") ? -1 : (a.date ?? "9") > (b.date ?? "9") ? 1 : 0),
    model: (a, b) => a.model.name.localeCompare(b.model.name, "en"),
  };
  return [...lines].sort(by[sort]);
}

const number = (value: number): number => (Number.isNaN(value) ? 0 : value);
