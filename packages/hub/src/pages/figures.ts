import { type Content, html, type Html } from "@fmpn/page";
import { chip, type Tone } from "@fmpn/page/parts";
import type { Word } from "../boards/verdict.js";
import type { EditorialState } from "../database/schema.js";
import type { BoardMeasurement, BoardValue } from "../queries/boards.js";

const TONES: Readonly<Partial<Record<Word, Tone>>> = { reproduced: "good", "lower than claimed": "warn", "higher than claimed": "warn", failed: "bad", disputed: "bad" };

/** The word for a claim and what was measured, with a link to what it means. */
export function wordChip(word: Word): Html {
  return chip(word, TONES[word]);
}

/** An editorial state. */
export function stateChip(state: EditorialState): Html {
  return chip(state, state === "published" ? "good" : state === "disputed" ? "warn" : undefined);
}

/** What is said against a claim. */
export function doubts(texts: readonly string[]): Content {
  return texts.length === 0 ? "" : html`<details><summary>why</summary>${texts.map((text) => html`<p>${text}</p>`)}</details>`;
}

/** A claim as its source writes it. */
export function claimed(value: BoardValue | undefined): Content {
  if (value === undefined) return "–";
  if (value.status === "no value") return html`<span class="soft" title="${value.raw}">–</span>`;
  const hint = value.note ?? (value.number === null ? "not one number, so it is not ranked" : undefined);
  // A unit that the column doesn't have is why a figure isn't ranked.
  const unit = value.unit === null || value.unit === "%" || value.raw.includes(value.unit) ? "" : html`<small>as a ${value.unit}</small>`;
  return hint === undefined ? html`${value.raw}${unit}` : html`<span title="${hint}">${value.raw}</span>${unit}`;
}

/** What was measured: the figure, its interval below. */
export function measuredFigure(measurement: BoardMeasurement | undefined, metricId: number): Content {
  const figures = measurement?.values.get(metricId);
  if (measurement === undefined) return "";
  if (figures === undefined) return measurement.state === "failed" ? html`<a href="/measurement/${measurement.slug}">failed</a>` : "";
  return html`<a href="/measurement/${measurement.slug}">${figures.number}</a>${figures.low === null || figures.high === null ? "" : html`<small>${figures.low} to ${figures.high}</small>`}`;
}

/** "higher is better", and whence that is known. */
export function directionWords(direction: string, source: string): string {
  if (direction === "unknown") return source === "conflict" ? "which end is better is not known (its name and the table's order disagree), so nothing is ranked" : "which end is better is not known, so nothing is ranked";
  const whence = { declared: "declared by the hub's editors", order: "told by the archive's order", name: "told by its name", "order and name": "told by its name and the archive's order" }[source];
  return `${direction} is better${whence === undefined ? "" : ` (${whence})`}`;
}

/** 960000 → "0.96 M". */
export function shortNumber(value: number): string {
  for (const [size, unit] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]] as const) if (value >= size / 2) return `${Number((value / size).toPrecision(3))} ${unit}`;
  return String(value);
}

/** A day for machines and people. */
export function dateText(date: string | null): Content {
  return date === null ? "" : html`<time datetime="${date}">${date}</time>`;
}
