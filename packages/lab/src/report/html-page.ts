import type { Block, Cell, MatrixBlock, PictureCard, ReportDocument, TableBlock } from "./document.js";
import { escapeHtml } from "./figures-text.js";
import { PAGE_STYLE } from "./page-style.js";

/** The report as one HTML file that needs nothing else: no script, no network. */
export function htmlPage(report: ReportDocument): string {
  const { title, runs, notice, sections } = report;
  const body = sections.map(({ title: heading, blocks }) => `<section>\n<h2>${escapeHtml(heading)}</h2>\n${blocks.map((block) => htmlBlock(block, runs)).join("\n")}\n</section>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<p class="kind">Facial expression recognition by motion priors</p>
<h1>${escapeHtml(title)}</h1>
${runs.length > 1 ? `<ul class="runs">${runs.map((_, run) => `<li>${runName(run, runs)}</li>`).join("")}</ul>` : ""}
${notice === undefined ? "" : `<p class="notice">${escapeHtml(notice)}</p>`}
</header>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

function htmlBlock(block: Block, runs: readonly string[]): string {
  switch (block.kind) {
    case "text":
      return `<p class="words">${escapeHtml(block.text)}</p>`;
    case "table":
      return tableHtml(block, runs);
    case "matrix":
      return matrixHtml(block);
    case "chart":
      return `<figure><figcaption>${escapeHtml(block.title)}</figcaption>${block.svg}${note(block.note)}</figure>`;
    case "pictures":
      return `<div class="cards">${block.cards.map(cardHtml).join("")}</div>${note(block.note)}`;
    case "columns":
      return `<div class="columns">${block.columns
        .map(({ run, blocks }) => {
          const name = run === undefined || runs.length === 1 ? "" : `<h3>${runName(run, runs)}</h3>`;
          return `<div class="column">${name}${blocks.map((inner) => htmlBlock(inner, runs)).join("")}</div>`;
        })
        .join("")}</div>`;
  }
}

function tableHtml({ head, rows, note: below, folded, words = false }: TableBlock, runs: readonly string[]): string {
  const line = (cells: readonly string[], tag: "th" | "td"): string =>
    `<tr>${cells.map((cell, column) => (column === 0 || tag === "th" ? `<th scope="${tag === "th" ? "col" : "row"}">${cell}</th>` : `<td>${cell}</td>`)).join("")}</tr>`;
  const table = `<div class="wide"><table${words ? ' class="text"' : ""}><thead>${line(head.map(escapeHtml), "th")}</thead><tbody>${rows.map((row) => line(row.map((cell) => cellHtml(cell, runs)), "td")).join("")}</tbody></table></div>${note(below)}`;
  return folded === undefined ? table : `<details><summary>${escapeHtml(folded)}</summary>${table}</details>`;
}

function cellHtml(cell: Cell, runs: readonly string[]): string {
  if (typeof cell === "string") return escapeHtml(cell);
  return "run" in cell ? runName(cell.run, runs) : `${escapeHtml(cell.figure)}<small>${escapeHtml(cell.interval)}</small>`;
}

function matrixHtml({ classes, counts, supports }: MatrixBlock): string {
  const head = `<tr><td></td>${classes.map((name) => `<th scope="col"><span>${escapeHtml(name)}</span></th>`).join("")}</tr>`;
  const rows = classes.map((name, row) => {
    const cells = counts[row].map((count, column) => {
      const share = supports[row] === 0 ? 0 : count / supports[row];
      const title = `${name} answered as ${classes[column]}: ${count} of ${supports[row]}`;
      const kind = [share > 0.5 ? "full" : "", row === column ? "right" : "", count === 0 ? "none" : ""].filter(Boolean).join(" ");
      return `<td class="${kind}" style="--share:${share.toFixed(3)}" title="${escapeHtml(title)}">${count === 0 ? "·" : count.toLocaleString("en")}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join("")}</tr>`;
  });
  return `<div class="wide"><table class="matrix"><thead>${head}</thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function cardHtml({ pictures, title, caption }: PictureCard): string {
  const images = pictures.map((bytes) => `<img alt="" src="data:image/png;base64,${Buffer.from(bytes).toString("base64")}">`);
  const name = title === "" ? "" : `<strong>${escapeHtml(title)}</strong>`;
  const below = caption === undefined ? "" : `<small>${escapeHtml(caption)}</small>`;
  return `<figure class="card"><div class="pair">${images.join("")}</div><figcaption>${name}${below}</figcaption></figure>`;
}

function runName(run: number, runs: readonly string[]): string {
  return `<span class="run"><i class="run-${run}"></i>${escapeHtml(runs[run])}</span>`;
}

function note(text: string | undefined): string {
  return text === undefined ? "" : `<p class="note">${escapeHtml(text)}</p>`;
}
