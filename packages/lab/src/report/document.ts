/** A report before it is written as HTML or Markdown. */
export interface ReportDocument {
  readonly title: string;
  /** Names in the order of the charts' colours. */
  readonly runs: readonly string[];
  /** What a reader must know before passing the report on. */
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
  readonly words?: boolean;
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
  readonly svg: string;
  readonly note?: string | undefined;
}

export interface PicturesBlock {
  readonly kind: "pictures";
  readonly cards: readonly PictureCard[];
  readonly note?: string | undefined;
}

export interface PictureCard {
  /** PNG files, shown side by side. */
  readonly pictures: readonly Uint8Array[];
  readonly title: string;
  readonly caption?: string | undefined;
}

/** Blocks side by side, where there is room. */
export interface ColumnsBlock {
  readonly kind: "columns";
  readonly columns: readonly { readonly run?: number | undefined; readonly blocks: readonly Block[] }[];
}
