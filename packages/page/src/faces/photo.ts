import type { Box } from "fmpn";
import { attribute, html, type Html, nothing } from "../html.js";

/** A picture with its faces' boxes. */
export interface Photo {
  /** Addresses of the picture and of the same with masks laid over its faces. */
  readonly plain: string;
  readonly masked?: string | undefined;
  /** Sides of the picture at these addresses. */
  readonly width: number;
  readonly height: number;
  /** What the picture shows, for those who cannot see it. */
  readonly alt: string;
}

/** A face's box in shares of the picture's sides, with the words beside it. */
export interface BoxLabel {
  readonly box: Box;
  readonly text: string;
}

/** A picture, its boxes drawn over it in the size that it is shown in. */
export function photoFigure({ plain, masked, width, height, alt }: Photo, labels: readonly BoxLabel[]): Html {
  const sides = html`${attribute("width", width)}${attribute("height", height)}`;
  return html`<div class="photo"><img src="${plain}"${sides} alt="${alt}">${masked === undefined ? nothing : html`<img class="masked" src="${masked}"${sides} alt="" aria-hidden="true">`}
<svg class="boxes" aria-hidden="true">${labels.map(boxAndText)}</svg></div>`;
}

function boxAndText({ box, text }: BoxLabel): Html {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  const [left, top, right, bottom] = [within(box.x), within(box.y), within(box.x + box.width), within(box.y + box.height)];
  const place = html`x="${share(left)}" y="${share(top)}" width="${share(right - left)}" height="${share(bottom - top)}" rx="5"`;
  // Text that starts on the right half grows to the left, or it would leave the picture; above the picture there is no room.
  const atEnd = left > 0.6;
  return html`<rect class="edge" ${place}/><rect ${place}/><text x="${share(atEnd ? right : left)}" y="${share(top)}" dx="${atEnd ? -3 : 3}" dy="${top < 0.09 ? 19 : -8}"${attribute("text-anchor", atEnd ? "end" : undefined)}>${text}</text>`;
}

function share(value: number): string {
  return `${(value * 100).toFixed(2)}%`;
}
