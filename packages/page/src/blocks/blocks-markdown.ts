import { percent } from "../figures.js";
import type { Block, BlockDocument, Cell } from "./document.js";

/** A page of blocks as Markdown: its tables and words; charts and pictures are in HTML only. */
export function blocksMarkdown({ title, runs, sections }: BlockDocument): string {
  const parts = sections.flatMap(({ title: heading, blocks }) => {
    const written = blocks.flatMap((block) => markdownBlock(block, runs));
    return written.length === 0 ? [] : [`## ${heading}`, ...written];
  });
  return `${[`# ${escaped(title)}`, ...parts].join("\n\n")}\n`;
}

function markdownBlock(block: Block, runs: readonly string[]): string[] {
  switch (block.kind) {
    case "text":
      return [escaped(block.text)];
    case "table":
      return block.folded === undefined ? [table([block.head, ...block.rows.map((row) => row.map((cell) => cellText(cell, runs)))], block.words), ...(block.note ? [escaped(block.note)] : [])] : [];
    case "matrix":
      return [
        table([
          ["truth \\ answer", ...block.classes, "recall"],
          ...block.classes.map((name, row) => {
            const [counts, support] = [block.counts[row] ?? [], block.supports[row] ?? 0];
            return [name, ...counts.map(String), support === 0 ? "–" : percent((counts[row] ?? 0) / support)];
          }),
        ]),
      ];
    case "chart":
      return block.note === undefined ? [] : [`**${escaped(block.title)}** ${escaped(block.note)}`];
    case "pictures":
      return [];
    case "columns":
      return block.columns.flatMap(({ run, blocks }) => {
        const written = blocks.flatMap((inner) => markdownBlock(inner, runs));
        return written.length === 0 || run === undefined || runs.length === 1 ? written : [`### ${escaped(runs[run] ?? "")}`, ...written];
      });
  }
}

function cellText(cell: Cell, runs: readonly string[]): string {
  if (typeof cell === "string") return cell;
  return "run" in cell ? (runs[cell.run] ?? "") : `${cell.figure} (${cell.interval})`;
}

function table([head = [], ...rows]: readonly (readonly string[])[], words = false): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => escaped(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `| ${head.map((_, column) => (words || column === 0 ? "---" : "---:")).join(" | ")} |`, ...rows.map(line)].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll(/[<&]/g, (sign) => (sign === "<" ? "&lt;" : "&amp;"));
}
