import { seriesClass } from "../charts/svg.js";
import { whole } from "../figures.js";
import { attribute, classes, html, type Html, nothing } from "../html.js";
import type { Block, BlockDocument, Cell, MatrixBlock, PictureCard, TableBlock } from "./document.js";

/** The head and the sections of a page of blocks, for `main`. @param over a line above the title */
export function blocksHtml({ title, runs, notice, sections }: BlockDocument, over?: string): Html {
  return html`${over === undefined ? nothing : html`<p class="over">${over}</p>`}
<h1>${title}</h1>
${runs.length > 1 ? html`<p class="row">${runs.map((_, run) => runName(run, runs))}</p>` : nothing}
${notice === undefined ? nothing : html`<div class="notice">${notice}</div>`}
${sections.map(({ title: heading, blocks }) => html`<section>
<h2>${heading}</h2>
${blocks.map((block) => html`${blockHtml(block, runs)}
`)}</section>
`)}`;
}

/** One block. @param runs names in the order of the charts' colours */
export function blockHtml(block: Block, runs: readonly string[] = []): Html {
  switch (block.kind) {
    case "text":
      return html`<p class="prose">${block.text}</p>`;
    case "table":
      return tableHtml(block, runs);
    case "matrix":
      return matrixHtml(block);
    case "chart":
      return html`<figure><figcaption>${block.title}</figcaption>${block.svg}${note(block.note)}</figure>`;
    case "pictures":
      return html`<div class="cards">${block.cards.map(cardHtml)}</div>${note(block.note)}`;
    case "columns":
      return html`<div class="columns">${block.columns.map(
        ({ run, blocks }) => html`<div>${run === undefined || runs.length === 1 ? nothing : html`<h3>${runName(run, runs)}</h3>`}${blocks.map((inner) => blockHtml(inner, runs))}</div>`,
      )}</div>`;
  }
}

function tableHtml({ head, rows, note: below, folded, words = false }: TableBlock, runs: readonly string[]): Html {
  const number = (column: number): Html => classes(!words && column > 0 && "n");
  const table = html`<div class="wide"><table><thead><tr>${head.map((cell, column) => (cell === "" ? html`<td></td>` : html`<th scope="col"${number(column)}>${cell}</th>`))}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((cell, column) => (column === 0 ? html`<th scope="row">${cellHtml(cell, runs)}</th>` : html`<td${number(column)}>${cellHtml(cell, runs)}</td>`))}</tr>
`,
  )}</tbody></table></div>${note(below)}`;
  return folded === undefined ? table : html`<details><summary>${folded}</summary>${table}</details>`;
}

function cellHtml(cell: Cell, runs: readonly string[]): Html | string {
  if (typeof cell === "string") return cell;
  return "run" in cell ? runName(cell.run, runs) : html`${cell.figure}<small>${cell.interval}</small>`;
}

/** Steps in which a cell's colour tells its share. */
const LEVELS = 10;

function matrixHtml({ classes: names, counts, supports }: MatrixBlock): Html {
  const rows = names.map((name, row) => {
    const support = supports[row] ?? 0;
    const cells = (counts[row] ?? []).map((count, column) => {
      const share = support === 0 ? 0 : count / support;
      const level = Math.min(LEVELS, Math.ceil(share * LEVELS));
      return html`<td${classes(level > 0 && `p${level}`, share > 0.5 && "full", row === column && "right", count === 0 && "none")} title="${`${name} answered as ${names[column] ?? ""}: ${count} of ${support}`}">${count === 0 ? "·" : whole(count)}</td>`;
    });
    return html`<tr><th scope="row">${name}</th>${cells}</tr>`;
  });
  return html`<div class="wide"><table class="matrix"><thead><tr><td></td>${names.map((name) => html`<th scope="col"><span>${name}</span></th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function cardHtml({ pictures, title, caption }: PictureCard): Html {
  return html`<figure><div class="pair">${pictures.map((address) => html`<img alt=""${classes(title !== "" && "small")}${attribute("src", address)}>`)}</div><figcaption>${title === "" ? nothing : html`<strong>${title}</strong>`}${caption}</figcaption></figure>`;
}

function runName(run: number, runs: readonly string[]): Html {
  return html`<span class="run"><i class="${seriesClass(run)}"></i>${runs[run]}</span>`;
}

function note(text: string | undefined): Html {
  return text === undefined ? nothing : html`<p class="note">${text}</p>`;
}
