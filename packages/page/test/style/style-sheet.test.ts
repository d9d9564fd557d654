import assert from "node:assert/strict";
import { test } from "node:test";
import { pageColors } from "#src/palette.js";
import { styleSheet } from "#src/style/style-sheet.js";

test("the sheet is small, and every colour that it asks for is there in light and dark", () => {
  assert.ok(Buffer.byteLength(styleSheet) <= 12_000, `${Buffer.byteLength(styleSheet)} bytes`);
  const asked = new Set([...styleSheet.matchAll(/var\(--([\w-]+)/g)].map(([, name = ""]) => name));
  const set = new Set([...styleSheet.matchAll(/--([\w-]+):/g)].map(([, name = ""]) => name));
  assert.deepEqual([...asked].filter((name) => !set.has(name)), []);
  const dark = /prefers-color-scheme:dark\)\{:root\{([^}]*)\}/.exec(styleSheet)?.[1] ?? "";
  for (const name of Object.keys(pageColors.light).filter((name) => name !== "series")) assert.match(dark, new RegExp(`--${name}:`));
  assert.equal(styleSheet.split("{").length, styleSheet.split("}").length);
});

test("text is legible on the page's ground and on panels, in light and in dark", () => {
  for (const colors of [pageColors.light, pageColors.dark]) {
    for (const ground of [colors.paper, colors.surface]) {
      for (const name of ["ink", "soft", "link", "good", "warn", "bad"] as const) {
        const ratio = contrast(String(colors[name]), String(ground));
        assert.ok(ratio >= 4.5, `${name} ${String(colors[name])} on ${String(ground)}: ${ratio.toFixed(2)}`);
      }
      for (const color of [colors.answer, ...colors.series]) assert.ok(contrast(String(color), String(ground)) >= 3, `${String(color)} on ${String(ground)}`);
    }
  }
});

/** WCAG's contrast of two colours. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
