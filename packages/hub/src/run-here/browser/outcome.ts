import { html, type Html } from "@fmpn/page";
import { chip, facts, notice, tiles } from "@fmpn/page/parts";
import type { MeasurementDocument } from "@fmpn/lab/measurement";
import type { OfferedSplit } from "../run-here-offer.js";

/** How what a browser measured stands to what the hub did: told by hashes, never by the eye. */
export type Agreement = "same answers" | "other answers" | "other faces" | "not measured";

export function agreement(document: Pick<MeasurementDocument, "split" | "answers_sha256">, { contentSha256, measured }: Pick<OfferedSplit, "contentSha256" | "measured">): Agreement {
  if (contentSha256 !== null && contentSha256 !== document.split.content_sha256) return "other faces";
  if (measured === undefined || measured.answers === null) return "not measured";
  return measured.answers === document.answers_sha256 ? "same answers" : "other answers";
}

const WORDS: Readonly<Record<Agreement, Html>> = {
  "same answers": html`${chip("same answers", "good")} Every face was answered as on this hub: the hashes of the answers are equal.`,
  "other answers": html`${chip("other answers", "warn")} Some faces were answered otherwise than on this hub: the hashes of the answers differ.`,
  "other faces": html`${chip("drawn differently", "warn")} This browser draws the faces with other pixels (their hash differs from the hub's), so the answers are not compared.`,
  "not measured": html`${chip("first")} This hub has not measured the model on these faces yet.`,
};

export interface OutcomeOptions {
  /** Whether the visitor has an account and is signed in: others are asked to. */
  readonly signedIn: boolean;
  /** The page, to come back to after signing in. */
  readonly path: string;
}

/** What a measurement in this browser came to, beside the hub's own, and how to offer it. */
export function outcomeMarkup(document: MeasurementDocument, split: OfferedSplit, { signedIn, path }: OutcomeOptions): Html {
  const { accuracy, balanced_accuracy, macro_f1 } = document.metrics;
  const found = agreement(document, split);
  const { measured } = split;
  return html`${tiles([
    { figure: percentOf(accuracy.value), words: html`accuracy${accuracy.low === undefined || accuracy.high === undefined ? "" : html`, ${percentOf(accuracy.low)} to ${percentOf(accuracy.high)}`}` },
    { figure: percentOf(balanced_accuracy.value), words: "balanced accuracy" },
    { figure: percentOf(macro_f1.value), words: "macro F1" },
    { figure: `${document.ms_per_image.toFixed(1)} ms`, words: "an answer" },
  ])}
<p>${WORDS[found]}</p>
${facts([
  ["This hub", measured === undefined ? undefined : html`<a href="/measurement/${measured.slug}">${measured.accuracy} %</a>${measured.low === null ? "" : ` (${measured.low} to ${measured.high})`}`],
  ["Answers here", html`<code>${document.answers_sha256}</code>`],
  ["Answers of the hub", measured?.answers ? html`<code>${measured.answers}</code>` : undefined],
  ["Faces", html`<code>${document.split.content_sha256}</code>`],
  ["Where", document.runner.platform],
])}
<div class="row"><button type="submit" type="button" id="run-save">Save the document</button>${
    found === "other faces"
      ? ""
      : signedIn
        ? html`<form method="post" action="/run-here/offers"><input type="hidden" name="protocol" value="${split.protocol}"><input type="hidden" name="document" value="${JSON.stringify(document)}"><button type="submit" class="primary">Offer it as a browser measurement</button></form>`
        : html`<a href="/sign-in?next=${encodeURIComponent(path)}">Sign in to offer it as a browser measurement</a>`
  }</div>
${found === "other answers" ? notice("Equal answers are to be expected from our kernels: offer it, so that the difference can be looked into.", "warn") : ""}`;
}

const percentOf = (share: number): string => `${(100 * share).toFixed(1)} %`;
