import { type ColorName, motionGradient, pageColors, SERIES } from "../palette.js";

function properties(colors: (typeof pageColors)["light" | "dark"]): string {
  return (Object.keys(colors) as ColorName[])
    .flatMap((name) => {
      const value = colors[name];
      return typeof value === "string" ? [`--${name}:${value}`] : value.map((color, index) => `--s${index}:${color}`);
    })
    .join(";");
}

/** The palette as custom properties, in light (which is also that of print) and dark. */
export const COLORS = `
:root { color-scheme: light dark; ${properties(pageColors.light)}; --motion: ${motionGradient()};
  --text: system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif;
  --display: Charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", Georgia, "Liberation Serif", serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
@media screen and (prefers-color-scheme: dark) { :root { ${properties(pageColors.dark)} } }
${Array.from({ length: SERIES }, (_, index) => `.s${index} { color: var(--s${index}) }`).join("\n")}
`;
