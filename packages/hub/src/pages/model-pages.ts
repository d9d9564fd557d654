import { type Content, count, fileSize, html, type Html, nothing, whole } from "@fmpn/page";
import { dataTable, facts } from "@fmpn/page/parts";
import { verdict } from "../boards/verdict.js";
import type { MeasurementView, ModelFile, ModelView } from "../queries/models.js";
import { dateText, measuredFigure, shortNumber, wordChip } from "./figures.js";
import type { HubPage } from "./layout.js";

/** A model: what it claims anywhere, its files, every measurement. @param extra as "Run it here" */
export function modelPage({ model, paper, files, trainingData, claims, measurements }: ModelView, extra: Content = nothing): HubPage {
  return {
    title: model.name,
    description: `${model.name}: ${count(claims.length, "claim")}, ${count(measurements.length, "measurement")}.`,
    trail: [...(paper === undefined ? [] : [{ href: `/paper/${paper.slug}`, text: paper.title.length > 60 ? `${paper.title.slice(0, 58)}...` : paper.title }]), { text: model.name }],
    main: html`<p class="over">Model</p><h1>${model.name}</h1>
${facts([
  ["Paper", paper === undefined ? undefined : html`<a href="/paper/${paper.slug}">${paper.title}</a>`],
  ["By", model.owner ?? undefined],
  ["Parameters", model.parameters === null ? undefined : shortNumber(model.parameters)],
  ["Multiplications", model.macs === null ? undefined : `${shortNumber(model.macs)} a picture`],
  ["Licence", model.licence ?? undefined],
  ["Preprocessing", model.preprocessing ?? undefined],
])}
<p class="row"><a href="/model/${model.slug}.md">Model card with these figures</a><a href="/model/${model.slug}.json">JSON</a></p>
${extra}
${measurements.length === 0 ? nothing : html`<h2>Measurements</h2>${dataTable<ModelView["measurements"][number]>({
  caption: `Measurements of ${model.name}`,
  captionAway: true,
  stack: true,
  columns: [
    { name: "Benchmark", heads: true, cell: (line) => html`<a href="/sota/${line.board}">${line.boardTitle}</a><small>${line.protocol}</small>` },
    { name: "Metric", label: "Metric", cell: (line) => [...line.values.keys()].map((id, index) => html`${index === 0 ? "" : html`<br>`}${line.metrics.get(id)}`) },
    { name: "Measured", kind: "number", label: "Measured", cell: (line) => measuredFigure(line, [...line.values.keys()][0] ?? -1) },
    { name: "Where", label: "Where", cell: ({ place }) => place },
    { name: "Date", label: "Date", cell: ({ date }) => dateText(date) },
  ],
  groups: [{ rows: measurements }],
})}`}
${claims.length === 0 ? nothing : html`<h2>Claims</h2>${dataTable<ModelView["claims"][number]>({
  caption: `Claims of ${model.name}`,
  captionAway: true,
  stack: true,
  columns: [
    { name: "Benchmark", heads: true, cell: ({ board, boardTitle }) => html`<a href="/sota/${board}">${boardTitle}</a>` },
    { name: "Metric", label: "Metric", cell: ({ metric }) => metric },
    { name: "Claimed", kind: "number", label: "Claimed", cell: ({ raw }) => raw },
    { name: "Rank", kind: "number", label: "Rank", cell: ({ rank }) => (rank === null ? "" : rank) },
    { name: "Protocol", label: "Protocol", cell: ({ protocol }) => protocol ?? html`<span class="soft">not stated</span>` },
  ],
  groups: [{ rows: claims }],
})}`}
${files.length === 0 ? nothing : html`<h2>Files</h2>${dataTable<ModelFile>({
  caption: "Files",
  captionAway: true,
  columns: [
    { name: "File", heads: true, cell: ({ name }) => name },
    { name: "Kind", cell: ({ kind }) => kind },
    { name: "Size", kind: "number", cell: ({ bytes }) => fileSize(bytes) },
    { name: "SHA-256", cell: ({ sha256 }) => html`<code>${sha256.slice(0, 16)}…</code>` },
  ],
  groups: [{ rows: files }],
})}`}
${trainingData.length === 0 ? nothing : html`<h2>Training data</h2><p class="note">Whether the people or pictures of a test were seen in training decides what its figure means.</p>${dataTable<ModelView["trainingData"][number]>({
  caption: "Training data",
  captionAway: true,
  columns: [
    { name: "Data set", heads: true, cell: ({ dataset }) => dataset },
    { name: "Part", cell: ({ split }) => split },
    { name: "Against the test", cell: ({ relation }) => relation },
  ],
  groups: [{ rows: trainingData }],
})}`}`,
  };
}

/** One measurement: what was run, on what, what came out, and how to do it again. */
export function measurementPage(view: MeasurementView): HubPage {
  const { measurement, board, protocol, split, metrics, claim, report } = view;
  return {
    title: `Measurement of ${measurement.model.name} on ${board.title}`,
    part: "/sota",
    trail: [{ href: `/sota/${board.slug}`, text: board.title }, { text: "Measurement" }],
    head: html`<link rel="alternate" type="application/json" href="/measurement/${measurement.slug}.json">
`,
    main: html`<p class="over">Measurement</p><h1>${measurement.model.name}</h1>
<p class="lead">On <a href="/sota/${board.slug}">${board.title}</a>, under the protocol <a href="/sota/${board.slug}/protocol/${protocol.slug}">${protocol.name}</a>.</p>
${dataTable<(typeof metrics)[number]>({
  caption: "Figures",
  captionAway: true,
  columns: [
    { name: "Metric", heads: true, cell: ({ name }) => name },
    { name: claim === undefined ? "Claimed" : html`Claimed by ${claim.model}`, kind: "number", cell: ({ id }) => claim?.values.get(id) ?? "–" },
    { name: "Measured", kind: "number", cell: ({ id }) => measurement.values.get(id)?.number ?? "" },
    { name: "Interval", kind: "number", cell: ({ id }) => intervalText(measurement.values.get(id)) },
    { name: "Status", cell: ({ id }) => wordChip(wordOfClaim(view, id)) },
  ],
  groups: [{ rows: metrics }],
})}
${facts([
  ["Model", html`<a href="/model/${measurement.model.slug}">${measurement.model.name}</a>`],
  ["Weights", measurement.relation === "same weights" ? "the file that the claim is bound to" : measurement.relation === "retrained" ? "trained again from the method, not the authors' own" : "of their own"],
  ["Split", split === undefined ? undefined : html`${split.name}${split.images === null ? "" : `, ${count(split.images, "picture")}`}`],
  ["Split's hash", split?.sha256 === null || split === undefined ? undefined : html`<code>${split.sha256}</code>`],
  ["Where", measurement.place === "lab" ? "the lab of this project" : measurement.place],
  ["Isolation", view.isolation ?? undefined],
  ["Date", dateText(measurement.date)],
  ["Model file", view.artifact === null ? undefined : html`<code>${view.artifact}</code>`],
  ["Answers' hash", measurement.answers === null ? undefined : html`<code>${measurement.answers}</code>`],
  ["Time", view.msPerImage === null ? undefined : `${view.msPerImage} ms a picture`],
  ["Runner", Object.entries(view.runner).map(([name, value]) => `${name} ${String(value)}`).join(", ")],
])}
${view.command === null ? nothing : html`<h2>Do it again</h2><pre tabindex="0">${view.command}</pre>`}
${report.recall === undefined ? nothing : html`<h2>Recall by class, %</h2>${dataTable<[string, number]>({ caption: "Recall by class", captionAway: true, columns: [{ name: "Class", heads: true, cell: ([name]) => name }, { name: "Recall", kind: "number", cell: ([, value]) => value }], groups: [{ rows: Object.entries(report.recall) }] })}`}
${report.confusion === undefined || report.classes === undefined ? nothing : html`<h2>Which was taken for which</h2>${confusionTable(report.classes, report.confusion)}`}
${report.folds === undefined ? nothing : html`<h2>By fold, %</h2>${dataTable<{ fold: number; value: number }>({ caption: "By fold", captionAway: true, columns: [{ name: "Fold", heads: true, cell: ({ fold }) => fold }, { name: "Accuracy", kind: "number", cell: ({ value }) => value }], groups: [{ rows: report.folds.map((value, fold) => ({ fold, value })) }] })}`}
<p class="row"><a href="/measurement/${measurement.slug}.json">JSON</a><a href="/about/rules">What the words mean</a></p>`,
  };
}

/** Faces by what they show (rows) and what was answered (columns). */
function confusionTable(classes: readonly string[], confusion: readonly (readonly number[])[]): Html {
  return dataTable<{ readonly name: string; readonly row: readonly number[] }>({
    caption: "Faces by what they show (rows) and what was answered (columns)",
    columns: [{ name: "Shown", heads: true, cell: ({ name }) => name }, ...classes.map((name, answer) => ({ name, kind: "number" as const, cell: ({ row }: { readonly row: readonly number[] }) => (row[answer] === 0 ? html`<span class="soft">0</span>` : row[answer]) }))],
    groups: [{ rows: confusion.map((row, index) => ({ name: classes[index] ?? "", row })) }],
  });
}

function intervalText(value: { readonly low: number | null; readonly high: number | null; readonly level: number | null; readonly resampled: string | null; readonly units: number | null } | undefined): Content {
  if (value?.low === null || value === undefined || value.high === null) return "";
  return html`${value.low} to ${value.high}<small>${value.level === null ? "" : `${whole(100 * value.level)} %`}${value.units === null ? "" : ` over ${whole(value.units)} ${value.resampled ?? "pictures"}`}</small>`;
}

/** The word for a measurement's figure beside its claim. */
export function wordOfClaim({ measurement, claim }: MeasurementView, metric: number) {
  const figures = measurement.values.get(metric);
  const raw = claim?.values.get(metric);
  return verdict(
    raw === undefined ? undefined : { raw, number: Number.isFinite(Number.parseFloat(raw)) ? Number.parseFloat(raw) : null, protocolId: claim?.protocolId ?? null },
    { state: measurement.state, relation: measurement.relation, protocolId: measurement.protocolId, number: figures?.number ?? null, low: figures?.low ?? null, high: figures?.high ?? null },
  );
}
