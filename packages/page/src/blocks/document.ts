import type { Html } from "../html.js";

/** A page of plain blocks before it is written as HTML or Markdown. */
export interface BlockDocument {
  readonly title: string;
  /** Names in the order of the charts' colours. */
  readonly runs: readonly string[];
  /** What a reader must know before passing the page on. */
  readonly notice?: string | undefined;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block = TextBlock | TableBlock | MatrixBlock | ChartBlock | PicturesBlock | ColumnsBlock;

export interface TextBlock {
  readonly kind: "text";
  readonly text: string;
}

export interface TableBlock {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly note?: string | undefined;
  /** Whether its columns are words, not numbers. */
  readonly words?: boolean | undefined;
  /** Set where the table is for looking things up: HTML folds it up under this title. */
  readonly folded?: string | undefined;
}

/** A cell of a table: text, or a figure with its interval, or the name of a run with its colour. */
export type Cell = string | { readonly figure: string; readonly interval: string } | { readonly run: number };

/** A confusion matrix: rows truth, columns answer. */
export interface MatrixBlock {
  readonly kind: "matrix";
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
  /** Faces of each class, those not found included. */
  readonly supports: readonly number[];
}

export interface ChartBlock {
  readonly kind: "chart";
  readonly title: string;
  /** An `<svg>` whose colours are those of the page. */
  readonly svg: Html;
  readonly note?: string | undefined;
}

export interface PicturesBlock {
  readonly kind: "pictures";
  readonly cards: readonly PictureCard[];
  readonly note?: string | undefined;
}

export interface PictureCard {
  /** Addresses of PNG files, shown side by side: `data:` where the page is to stand alone. */
  readonly pictures: readonly string[];
  readonly title: string;
  readonly caption?: string | undefined;
}

/** Blocks side by side, where there is room. */
export interface ColumnsBlock {
  readonly kind: "columns";
  readonly columns: readonly { readonly run?: number | undefined; readonly blocks: readonly Block[] }[];
}
