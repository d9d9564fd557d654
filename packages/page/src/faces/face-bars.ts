import { percent, ranked } from "fmpn/drawing";
import { classes, html, type Html } from "../html.js";

/**
 * A bar for each expression.
 *
 * @param probabilities in [0, 1], by class name
 * @param order most probable first, or as given: where the bars move, they keep their places
 */
export function faceBars(probabilities: Readonly<Record<string, number>>, answer: string, order: "ranked" | "given" = "ranked"): Html {
  return html`<ul class="bars">${(order === "ranked" ? ranked(probabilities) : Object.entries(probabilities)).map(
    ([name, value]) => html`<li${classes(name === answer && "answer")}><span>${name}</span>${shareBar(value)}<span>${percent(value)}</span></li>`,
  )}</ul>`;
}

/** A bar as long as a share in [0, 1]; the number stands beside it. */
export function shareBar(share: number): Html {
  return html`<svg class="bar" aria-hidden="true"><rect width="${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%" height="100%" rx="3.5"/></svg>`;
}
