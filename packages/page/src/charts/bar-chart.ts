import { html, type Html } from "../html.js";
import { linearScale } from "./scales.js";
import { at, chartSvg, LETTER, seriesClass, svgLine, svgText } from "./svg.js";

export interface Bar {
  readonly name: string;
  /** Not negative. */
  readonly value: number;
}

const [WIDTH, HEIGHT] = [460, 180];
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 4, 12, 24];

/** Numbers side by side, as papers by year. @param label what the chart is of */
export function barChart(label: string, bars: readonly Bar[], color = 0): Html {
  const ys = linearScale(bars.map(({ value }) => value), 0, [HEIGHT - BOTTOM, TOP], false, 4);
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, bars.length);
  const widest = Math.max(...bars.map(({ name }) => name.length)) * LETTER + 8;
  const every = Math.max(1, Math.ceil(widest / step));
  return chartSvg("", WIDTH, HEIGHT, label, [
    ys.ticks.filter(Number.isInteger).map((tick) => html`${svgLine("grid", LEFT, ys.place(tick), WIDTH - RIGHT, ys.place(tick))}${svgText(LEFT - 7, ys.place(tick) + 4, tick.toLocaleString("en"), "end")}`),
    bars.map(({ name, value }, index) => {
      const left = LEFT + index * step;
      const top = ys.place(value);
      // Counted from the newest, so that the last bar has its name.
      const said = (bars.length - 1 - index) % every === 0;
      return html`<rect class="bin ${seriesClass(color)}" x="${at(left + step * 0.12)}" width="${at(step * 0.76)}" y="${at(top)}" height="${at(HEIGHT - BOTTOM - top)}"><title>${name}: ${value}</title></rect>${said ? svgText(left + step / 2, HEIGHT - 7, name, "middle") : ""}`;
    }),
  ]);
}
