import { attribute, classes, type Content, html, type Html, nothing } from "../html.js";

/** A column of a {@link dataTable}. */
export interface Column<Row> {
  readonly name: Content;
  readonly cell: (row: Row, index: number) => Content;
  /** `number`: right, figures under one another. */
  readonly kind?: "number" | "rank" | undefined;
  /** Whether its cell names the row (`th scope=row`); by default the first column does. */
  readonly heads?: boolean | undefined;
  /** Makes the head a link that sorts by this column. */
  readonly sort?: { readonly href: string; readonly direction?: "ascending" | "descending" | undefined } | undefined;
  /** What stands before the cell on a telephone, where columns become lines; without it nothing does. */
  readonly label?: string | undefined;
}

/** Rows below one rule, under a heading where there is one: another protocol, another fold. */
export interface RowGroup<Row> {
  readonly heading?: Content | undefined;
  readonly rows: readonly Row[];
}

export interface DataTable<Row> {
  readonly caption: Content;
  /** The caption is for those who hear the page; the eye has a heading already. */
  readonly captionAway?: boolean | undefined;
  readonly columns: readonly Column<Row>[];
  readonly groups: readonly RowGroup<Row>[];
  /** Class of a row: `best`, `aside`. */
  readonly rowClass?: ((row: Row, index: number) => string | undefined) | undefined;
  /** On a telephone each row becomes a card of lines; by default the table scrolls sideways. */
  readonly stack?: boolean | undefined;
}

/** A table with its caption, scopes and sorting links. */
export function dataTable<Row>({ caption, captionAway = false, columns, groups, rowClass, stack = false }: DataTable<Row>): Html {
  const named = columns.some(({ heads }) => heads === true);
  const head = columns.map(
    ({ name, kind, sort }) =>
      html`<th scope="col"${classes(kind === "number" && "n")}${sort === undefined ? nothing : attribute("aria-sort", sort.direction ?? "none")}>${sort === undefined ? name : html`<a href="${sort.href}">${name}</a>`}</th>`,
  );
  const bodies = groups.map(
    ({ heading, rows }) => html`<tbody>${heading === undefined ? nothing : html`<tr><th scope="rowgroup" colspan="${columns.length}">${heading}</th></tr>`}
${rows.map(
  (row, index) => html`<tr${classes(rowClass?.(row, index))}>${columns.map(({ cell, kind, heads, label }, column) => {
    const look = html`${classes(kind === "number" && "n", kind === "rank" && "rank", heads === true && "main")}${attribute("data-label", label)}`;
    return (heads ?? (!named && column === 0)) ? html`<th scope="row"${look}>${cell(row, index)}</th>` : html`<td${look}>${cell(row, index)}</td>`;
  })}</tr>
`,
)}</tbody>`,
  );
  return html`<div class="wide" tabindex="0" role="region"${typeof caption === "string" ? attribute("aria-label", caption) : attribute("aria-label", "Table")}><table${classes("full", stack && "stack")}><caption${classes(captionAway && "away")}>${caption}</caption><thead><tr>${head}</tr></thead>${bodies}</table></div>`;
}

/** A figure with its interval below. */
export function figure(value: Content, interval: Content): Html {
  return html`${value}<small>${interval}</small>`;
}
