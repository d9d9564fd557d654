import assert from "node:assert/strict";
import { test } from "node:test";
import { dataTable, figure } from "#src/parts/data-table.js";

const rows = [{ name: "<FMPN>", value: 97.6 }, { name: "other", value: 90 }];

test("a table names itself, its columns and its rows; sorting is a link that says its direction; groups stand apart", () => {
  const table = dataTable<(typeof rows)[number]>({
    caption: "Board",
    stack: true,
    rowClass: (_, index) => (index === 0 ? "best" : undefined),
    columns: [
      { name: "#", kind: "rank", cell: (_, index) => index + 1 },
      { name: "Model", heads: true, cell: ({ name }) => name, sort: { href: "?by=model" } },
      { name: "Measured", kind: "number", label: "measured", cell: ({ value }) => figure(value, "[1, 2]"), sort: { href: "?by=value&down", direction: "descending" } },
    ],
    groups: [{ rows }, { heading: "Another split", rows: [] }],
  }).toString();
  assert.match(table, /<caption>Board<\/caption>/);
  assert.match(table, /<th scope="col" aria-sort="none"><a href="\?by=model">Model<\/a><\/th>/);
  assert.match(table, /<th scope="col" class="n" aria-sort="descending"><a href="\?by=value&amp;down">/);
  assert.match(table, /<tr class="best"><td class="rank">1<\/td><th scope="row" class="main">&lt;FMPN&gt;<\/th><td class="n" data-label="measured">97\.6<small>\[1, 2\]<\/small><\/td><\/tr>/);
  assert.match(table, /<tbody><tr><th scope="rowgroup" colspan="3">Another split<\/th><\/tr>/);
  assert.doesNotMatch(table, /style=/);
});

test("without a column that names the row, the first does", () => {
  assert.match(dataTable({ caption: "x", columns: [{ name: "a", cell: (row: string) => row }], groups: [{ rows: ["one"] }] }).toString(), /<th scope="row">one<\/th>/);
});
