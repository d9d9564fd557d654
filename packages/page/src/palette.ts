import { palette } from "fmpn/drawing";
import { motionColor } from "fmpn/prior";

/** A colour as a style sheet writes it. */
export function cssColor([red, green, blue]: readonly [number, number, number]): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The names by which the style sheet knows its colours: `var(--ink)` and so on. */
export type ColorName = keyof typeof light;

/** How many colours series have; a further series begins anew. */
export const SERIES = 8;

const light = {
  paper: cssColor(palette.paper),
  surface: "#ffffff",
  ink: cssColor(palette.ink),
  soft: cssColor(palette.muted),
  line: "#e4e1d9",
  track: cssColor(palette.track),
  quiet: cssColor(palette.quiet),
  answer: cssColor(palette.answer),
  link: "#0a5c94",
  good: "#17734f",
  warn: "#8f5a00",
  bad: "#b02a43",
  // Okabe and Ito's colours, darkened for the ground: colour-blind readers can tell them apart.
  series: ["#0b6ba8", "#c4560f", "#12805c", "#a8447f", "#806a00", "#3c8fc4", "#6a4fb3", "#555b66"],
} as const;

const dark: Readonly<Record<ColorName, string | readonly string[]>> = {
  paper: "#17171a",
  surface: "#1f1f23",
  ink: "#ecebe8",
  soft: "#a5a2a8",
  line: "#333339",
  track: "#303036",
  quiet: "#77747c",
  answer: "#ef5f72",
  link: "#7cc0ee",
  good: "#5fcf9f",
  warn: "#e0b25a",
  bad: "#f58a98",
  series: ["#58aee6", "#f08c4a", "#3fbf92", "#dd83b8", "#d6bd3c", "#8fd0f5", "#a793ea", "#b4bac5"],
};

/** The colours of pages in light, which are also those of print, and in dark. */
export const pageColors = { light, dark } as const;

/** The motion mask's colours from no motion to most, as a CSS gradient. */
export function motionGradient(): string {
  const stops = Array.from({ length: 9 }, (_, index) => cssColor(motionColor((index / 8) * 255)));
  return `linear-gradient(90deg,${stops.join(",")})`;
}
