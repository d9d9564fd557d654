import { classes, type Content, html, type Html } from "../html.js";

/** Greatest mean width of a letter in a chart. */
export const LETTER = 6.8;

/** A drawing that takes its colours from the page's sheet. @param label what it is of, for those who cannot see it */
export function chartSvg(kind: string, width: number, height: number, label: string, parts: Content): Html {
  return html`<svg${classes("chart", kind)} viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${parts}</svg>`;
}

export function svgText(x: number, y: number, content: string, anchor: "start" | "middle" | "end", kind?: string): Html {
  return html`<text${classes(kind)} x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${content}</text>`;
}

/** A line between two points. */
export function svgLine(kind: string, x1: number, y1: number, x2: number, y2: number): Html {
  return html`<line class="${kind}" x1="${at(x1)}" x2="${at(x2)}" y1="${at(y1)}" y2="${at(y2)}"/>`;
}

/** Points as `polyline` and `polygon` write them. */
export function svgPoints(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y]) => `${at(x)},${at(y)}`).join(" ");
}

/** The class of a series' colour. @param series its number, begun anew after the palette's last */
export function seriesClass(series: number): string {
  return `s${series % 8}`;
}

/** A place to a tenth of a pixel. */
export function at(place: number): string {
  return String(Math.round(place * 10) / 10);
}
