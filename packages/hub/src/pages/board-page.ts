import { type Content, count, html, type Html, nothing, whole } from "@fmpn/page";
import { type DatedResult, scatterChart, stepChart } from "@fmpn/page/charts";
import { chip, chipLinks, type Column, dataTable, facts, notice, tabs } from "@fmpn/page/parts";
import { boardAddress, showBoard, type BoardAsked, type BoardEntry, type BoardGroup, type BoardShown, type BoardSort } from "../boards/board-entries.js";
import type { BoardMetric, BoardProtocol, BoardView } from "../queries/boards.js";
import { claimed, dateText, directionWords, doubts, measuredFigure, shortNumber, wordChip } from "./figures.js";
import type { HubPage } from "./layout.js";
import { markdownText } from "../text/rich-text.js";

/** A board: who claims what, and what was measured. @param highlight slug of the paper that a badge leads from */
export function boardPage(view: BoardView, asked: BoardAsked, highlight?: string | undefined): HubPage {
  const shown = showBoard(view, asked);
  const { board, task, dataset, area } = view;
  const { metric } = shown;
  const name = `${task.name} on ${dataset.name}`;
  return {
    title: name,
    description: `${count(board.results, "claim")} and ${count(board.measured, "measurement")} of ${task.name} on ${dataset.name}.`,
    part: "/sota",
    trail: [...(area === undefined ? [{ href: "/sota", text: "SotA" }] : [{ href: `/area/${area.slug}`, text: area.name }]), { href: `/task/${task.slug}`, text: task.name }, { text: dataset.name }],
    head: html`<link rel="canonical" href="/sota/${board.slug}"><link rel="alternate" type="application/atom+xml" title="${name}" href="/sota/${board.slug}.atom">
`,
    main: html`<h1>${name}</h1>
<p class="lead">${count(board.results, "claim")} from ${count(board.papers, "paper")}, ${board.measured === 0 ? "none measured here yet" : `${count(board.measured, "measurement")}`}.${metric === undefined ? "" : ` ${metric.name}: ${directionWords(metric.direction, metric.directionSource)}.`}</p>
${view.notes.map((note) => notice(note))}
${boardTabs(view, `/sota/${board.slug}`)}
${metricChips(view, asked, shown)}
${metric === undefined ? nothing : chartOf(view, metric)}
${filterChips(view, asked, shown)}
${boardTable(view, asked, shown, highlight)}
${shown.shown < shown.total ? html`<p><a href="${boardAddress(board.slug, { ...asked, all: true })}">All ${whole(shown.total)} rows</a> <span class="soft">${whole(shown.shown)} are shown${shown.without === 0 ? "" : `; ${count(shown.without, "row")} ${shown.without === 1 ? "has" : "have"} no figure by ${metric?.name ?? "any metric"}`}</span></p>` : nothing}
${paretoOf(view, metric)}
<p class="row"><a href="/sota/${board.slug}.csv">CSV</a><a href="/sota/${board.slug}.json">JSON</a><a href="/sota/${board.slug}.atom">Atom feed</a><a href="/submit">Submit a result</a><a href="/about/rules">What the words mean</a></p>`,
  };
}

/** The board's protocols: what each asks, and how many rows say that they keep it. */
export function protocolsPage(view: BoardView): HubPage {
  const { board, task, dataset } = view;
  const unstated = view.rows.filter(({ protocolId }) => protocolId === null).length;
  return {
    ...boardPageFrame(view, "Protocols"),
    main: html`<h1>Protocols of ${task.name} on ${dataset.name}</h1>
<p class="lead">Two figures can be compared when split, classes, crop and aggregation are the same. Figures of different protocols are shown beside each other, never subtracted.</p>
${boardTabs(view, `/sota/${board.slug}/protocols`)}
${view.protocols.length === 0 ? html`<p>No protocol has been written down for this board yet.</p>` : view.protocols.map((protocol) => protocolSection(view, protocol))}
${unstated === 0 ? nothing : html`<h2>Not stated</h2><p>${count(unstated, "claim")} of ${whole(view.rows.length)} ${unstated === 1 ? "doesn't" : "don't"} say under which protocol ${unstated === 1 ? "it was" : "they were"} made: the archive kept no such field. They are ranked with each other as the archive ranked them, and nothing that is measured here judges them.</p>`}`,
  };
}

/** One protocol with its rows. */
export function protocolPage(view: BoardView, protocol: BoardProtocol, asked: BoardAsked): HubPage {
  const own = { ...view, rows: view.rows.filter(({ protocolId }) => protocolId === protocol.id), measuredAlone: view.measuredAlone.filter(({ protocolId }) => protocolId === protocol.id), mainProtocolId: protocol.id };
  const shown = showBoard(own, asked);
  return {
    ...boardPageFrame(view, protocol.name),
    main: html`<h1>${protocol.name}: ${view.task.name} on ${view.dataset.name}</h1>
${boardTabs(view, "")}
${protocolFacts(protocol)}
${protocol.comparable ? nothing : notice("Results under this protocol are not comparable with each other.", "warn")}
${boardTable(own, asked, shown, undefined)}`,
  };
}

/** What was imported and changed. */
export function boardHistoryPage(view: BoardView, changes: readonly { readonly at: string; readonly what: string }[]): HubPage {
  return {
    ...boardPageFrame(view, "History"),
    main: html`<h1>History of ${view.task.name} on ${view.dataset.name}</h1>
${boardTabs(view, `/sota/${view.board.slug}/history`)}
<ul class="log">${changes.map(({ at, what }) => html`<li>${dateText(at.slice(0, 10))} ${what}</li>`)}
<li>${view.board.imported_from === null ? "Made here" : `Imported from ${view.board.imported_from}`}</li></ul>`,
  };
}

function boardPageFrame({ board, task, dataset, area }: BoardView, what: string): Omit<HubPage, "main"> {
  return {
    title: `${what}: ${task.name} on ${dataset.name}`,
    part: "/sota",
    trail: [...(area === undefined ? [] : [{ href: `/area/${area.slug}`, text: area.name }]), { href: `/task/${task.slug}`, text: task.name }, { href: `/sota/${board.slug}`, text: dataset.name }, { text: what }],
  };
}

function boardTabs({ board, dataset, protocols }: BoardView, current: string): Html {
  return tabs(
    "Views of this board",
    [
      { href: `/sota/${board.slug}`, text: "Leaderboard" },
      { href: `/sota/${board.slug}/protocols`, text: protocols.length === 0 ? "Protocols" : `Protocols (${protocols.length})` },
      { href: `/dataset/${dataset.slug}`, text: "Data set" },
      { href: `/sota/${board.slug}/history`, text: "History" },
    ],
    current,
  );
}

function metricChips({ board, metrics }: BoardView, asked: BoardAsked, { metric }: BoardShown): Html {
  if (metrics.length < 2) return nothing;
  const link = (slug: string): string => boardAddress(board.slug, { metric: slug === metrics[0]?.slug ? undefined : slug, extra: asked.extra });
  return chipLinks("Metric", metrics.map(({ slug, name }) => ({ href: link(slug), text: name })), link(metric?.slug ?? ""));
}

function filterChips({ board, rows, measuredAlone }: BoardView, asked: BoardAsked, { sort, total }: BoardShown): Html {
  const link = (change: Partial<BoardAsked>): string => boardAddress(board.slug, { ...asked, all: undefined, ...change });
  const years = [...new Set(rows.flatMap(({ date }) => (date === null ? [] : [Number(date.slice(0, 4))])))].sort((a, b) => b - a);
  const toggles = [
    ...(rows.some(({ code }) => code.length > 0) ? [{ text: "With code", on: asked.code === true, href: link({ code: asked.code ? undefined : true }) }] : []),
    ...(rows.some(({ measurements }) => measurements.length > 0) || measuredAlone.length > 0 ? [{ text: "Measured", on: asked.measured === true, href: link({ measured: asked.measured ? undefined : true }) }] : []),
    ...(rows.some(({ extraData }) => extraData) ? [{ text: "Hide extra data", on: asked.extra === false, href: link({ extra: asked.extra === false ? undefined : false }) }] : []),
    ...years.slice(1, 6).filter((_, index) => index % 2 === 0).map((year) => ({ text: `Since ${year}`, on: asked.since === year, href: link({ since: asked.since === year ? undefined : year }) })),
  ];
  const sorts: readonly { readonly text: string; readonly sort: BoardSort }[] = [{ text: "Best claim", sort: "claim" }, ...(measuredAlone.length > 0 || rows.some(({ measurements }) => measurements.length > 0) ? [{ text: "Best measured", sort: "measured" as const }] : []), { text: "Worst", sort: "worst" }, { text: "Newest", sort: "newest" }, { text: "Oldest", sort: "oldest" }, { text: "Model", sort: "model" }];
  const plain = showSort(sort, asked);
  return html`<div class="row">${toggles.length === 0 ? nothing : html`<ul class="tags" aria-label="Show only">${toggles.map(({ text, on, href }) => html`<li><a class="chip" rel="nofollow" href="${href}"${on ? html` aria-current="true"` : nothing}>${text}</a></li>`)}</ul>`}
<ul class="tags" aria-label="Sort by">${sorts.map((choice) => html`<li><a class="chip" rel="nofollow" href="${link({ sort: choice.sort === "claim" && plain ? undefined : choice.sort })}"${choice.sort === sort ? html` aria-current="true"` : nothing}>${choice.text}</a></li>`)}</ul>
<span class="soft">${count(total, "row")}</span></div>`;
}

/** Whether the board stands in its usual order, so that an address needs no word about it. */
const showSort = (sort: BoardSort, asked: BoardAsked): boolean => asked.sort === undefined || sort === "claim";

function boardTable(view: BoardView, asked: BoardAsked, shown: BoardShown, highlight: string | undefined): Html {
  const { metric } = shown;
  const entries = shown.groups.flatMap((group) => group.entries);
  const any = (test: (entry: BoardEntry) => boolean): boolean => entries.some(test);
  const measured = any(({ measurement }) => measurement !== undefined);
  const columns: Column<BoardEntry>[] = [
    { name: "#", kind: "rank", cell: ({ rank }) => rank ?? "" },
    { name: "Model", heads: true, cell: ({ model, row, measurement, word }) => html`<a href="/model/${model.slug}">${model.name}</a>${row === undefined && measurement !== undefined ? html`<small>measured, not claimed</small>` : word === "retrained" && measurement !== undefined ? html`<small>measured: <a href="/model/${measurement.model.slug}">${measurement.model.name}</a></small>` : nothing}` },
    { name: metric === undefined ? "Claimed" : html`${metric.name}, claimed`, kind: "number", label: "Claimed", cell: ({ claim }) => claimed(claim) },
    ...(measured ? [{ name: "Measured", kind: "number" as const, label: "Measured", cell: ({ measurement }: BoardEntry) => measuredFigure(measurement, metric?.id ?? -1) }] : []),
    { name: "Status", label: "Status", cell: (entry) => html`${wordChip(entry.word)}${entry.row === undefined ? nothing : doubts(entry.row.disputes)}` },
    ...(any(({ row }) => row?.extraData === true) ? [{ name: "Extra data", label: "Extra data", cell: ({ row }: BoardEntry) => (row?.extraData === true ? "yes" : "") }] : []),
    ...(any(({ model }) => model.parameters !== null) ? [{ name: "Size", label: "Size", cell: ({ model }: BoardEntry) => (model.parameters === null ? "" : html`${shortNumber(model.parameters)}${model.macs === null ? nothing : html`<small>${shortNumber(model.macs)} MAC</small>`}`) }] : []),
    { name: "Paper", label: "Paper", cell: ({ row }) => paperCell(row) },
    { name: "Date", label: "Date", cell: ({ date }) => dateText(date) },
    { name: "Code", label: "Code", cell: ({ row }) => (row?.code[0] === undefined ? "" : html`<a href="${row.code[0].url}" rel="nofollow ugc">Code</a>`) },
  ];
  if (entries.length === 0) return html`<p>No row of this board is as asked. <a href="/sota/${view.board.slug}">All rows</a></p>`;
  return dataTable<BoardEntry>({
    caption: `Results of ${view.task.name} on ${view.dataset.name}${metric === undefined ? "" : ` by ${metric.name}`}`,
    captionAway: true,
    stack: true,
    columns,
    groups: shown.groups.map((group, index) => ({ heading: index === 0 && group.kind === "ranked" && shown.groups.length === 1 ? undefined : headingOf(view, group, metric), rows: group.entries })),
    rowClass: ({ rank, row }) => (highlight !== undefined && row?.paper?.slug === highlight ? "best" : rank === 1 && asked.sort !== "worst" ? "best" : rank === null ? "aside" : undefined),
  });
}

function headingOf(view: BoardView, { kind, protocolId }: BoardGroup, metric: BoardMetric | undefined): Content {
  const protocol = view.protocols.find(({ id }) => id === protocolId);
  const name = protocol === undefined ? "Protocol not stated" : html`<a href="/sota/${view.board.slug}/protocol/${protocol.slug}">${protocol.name}</a>`;
  if (kind === "no figure") return metric === undefined ? "No figure" : `No figure by ${metric.name}`;
  if (kind === "ranked") return name;
  return html`${name}: another protocol, not comparable with the rows above`;
}

function paperCell(row: BoardEntry["row"]): Content {
  if (row === undefined) return "";
  const source = row.sourcePlace === null ? nothing : html`<details><summary>Where it stands</summary>${row.sourcePlace}${row.quote === null ? nothing : html` “${row.quote}”`}${row.note === null ? nothing : html`; ${row.note}`}</details>`;
  if (row.paper === undefined) return html`${row.paperTitle ?? html`<span class="soft">no paper</span>`}${source}`;
  return html`<a href="/paper/${row.paper.slug}">${row.paper.title}</a>${source}`;
}

function chartOf(view: BoardView, metric: BoardMetric): Html {
  const claims: DatedResult[] = view.rows.flatMap((row) => {
    const value = row.values.get(metric.id);
    // What isn't ranked for its unit or protocol isn't drawn either: it would bend the scale.
    return value?.number === null || value === undefined || row.date === null || row.protocolId !== view.mainProtocolId || (metric.direction !== "unknown" && value.rank === null) ? [] : [{ date: new Date(row.date), value: value.number, name: row.model.name }];
  });
  const measured: DatedResult[] = [...view.measuredAlone, ...view.rows.flatMap(({ measurements }) => measurements)].flatMap((measurement) => {
    const value = measurement.values.get(metric.id);
    return value === undefined ? [] : [{ date: new Date(measurement.date), value: value.number, name: measurement.model.name }];
  });
  if (claims.length + measured.length < 3) return nothing;
  const shown = thinned(claims, metric.direction);
  const better = metric.direction === "unknown" ? undefined : metric.direction;
  return html`<figure class="wide" tabindex="0" role="region" aria-label="Chart">${stepChart({
    label: `${metric.name} of ${view.task.name} on ${view.dataset.name} over time: ${claims.length} claims${shown.length < claims.length ? ` (${shown.length} drawn)` : ""}, ${measured.length} measurements; the table below has the figures`,
    y: { name: metric.name, format: (value) => String(Number(value.toPrecision(6))) },
    better,
    series: [...(claims.length > 0 ? [{ color: 0, name: "claimed", results: shown }] : []), ...(measured.length > 0 ? [{ color: 1, name: "measured", results: measured }] : [])],
  })}</figure>`;
}

/** Dots that a chart bears beside those that were the best of their time. */
const DOTS = 150;

/** Of a large board's results those that were the best of their time, and of the others every so many. */
function thinned(results: readonly DatedResult[], direction: string): readonly DatedResult[] {
  if (results.length <= DOTS) return results;
  let best: number | undefined;
  const every = Math.ceil(results.length / DOTS);
  return results
    .toSorted((a, b) => Number(a.date) - Number(b.date))
    .filter(({ value }, index) => {
      const better = best === undefined || (direction === "lower" ? value < best : value > best);
      if (better) best = value;
      return better || index % every === 0;
    });
}

/** Quality against cost, where enough is known of both. */
function paretoOf(view: BoardView, metric: BoardMetric | undefined): Html {
  if (metric?.direction !== "higher") return nothing;
  const points = [...view.rows.flatMap((row) => row.measurements), ...view.measuredAlone].flatMap((measurement) => {
    const value = measurement.values.get(metric.id);
    return value === undefined || measurement.model.macs === null ? [] : [{ x: measurement.model.macs, y: value.number, name: measurement.model.name, color: 1 }];
  });
  if (points.length < 3) return nothing;
  return html`<h2>Quality against cost</h2><figure class="wide" tabindex="0" role="region" aria-label="Chart of quality against cost">${scatterChart({ label: `Measured ${metric.name} against multiplications a picture`, x: { name: "MAC a picture", format: shortNumber }, y: { name: metric.name, format: String }, points })}</figure>`;
}

function protocolSection(view: BoardView, protocol: BoardProtocol): Html {
  const claims = view.rows.filter(({ protocolId }) => protocolId === protocol.id).length;
  const measured = [...view.measuredAlone, ...view.rows.flatMap(({ measurements }) => measurements)].filter(({ protocolId }) => protocolId === protocol.id).length;
  return html`<h2><a href="/sota/${view.board.slug}/protocol/${protocol.slug}">${protocol.name}</a></h2>
${protocolFacts(protocol)}
<p class="soft">${count(claims, "claim")}, ${count(measured, "measurement")}.</p>`;
}

function protocolFacts(protocol: BoardProtocol): Html {
  const { split } = protocol;
  return html`<div class="prose">${markdownText(protocol.text)}</div>
${facts([
  ["Split", split === undefined ? "not written down" : html`${split.name}${split.shippable || split.madeBy.startsWith("generator") ? html` ${chip("can be measured anywhere", "good")}` : nothing}`],
  ["Made by", split?.madeBy],
  ["Hash", split?.sha256 === null || split === undefined ? undefined : html`<code>${split.sha256}</code>`],
  ["Pictures", split?.images ?? undefined],
  ["People", split?.subjects ?? undefined],
  ["Classes", protocol.classes.length === 0 ? undefined : `${protocol.classes.length}: ${protocol.classes.join(", ")}`],
  ["Crop", protocol.crop ?? undefined],
  ["Aggregation", protocol.aggregation ?? undefined],
  ["Measured by", protocol.evaluator ?? undefined],
])}`;
}
