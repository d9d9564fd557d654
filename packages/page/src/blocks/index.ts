/** Page blocks, as HTML or Markdown: `@fmpn/page/blocks`. */
export { blockHtml, blocksHtml } from "./blocks-html.js";
export { blocksMarkdown } from "./blocks-markdown.js";
export type { Block, BlockDocument, Cell, ChartBlock, ColumnsBlock, MatrixBlock, PictureCard, PicturesBlock, Section, TableBlock, TextBlock } from "./document.js";
