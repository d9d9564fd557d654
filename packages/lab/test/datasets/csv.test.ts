import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCsv, parseCsv } from "#src/datasets/csv.js";

const fieldsOf = (text: string): readonly (readonly string[])[] => parseCsv(text).map(({ fields }) => fields);

test("quotes, doubled quotes, commas and line breaks in fields, CRLF and a byte-order mark", () => {
  assert.deepEqual(fieldsOf('\uFEFFa,b\r\n"x, ""y""\r\nz",2\r\n'), [
    ["a", "b"],
    ['x, "y"\r\nz', "2"],
  ]);
});

test("records know the line they start on, also after a field that spans lines", () => {
  assert.deepEqual(
    parseCsv('a\n\n"b\nc",d\ne').map(({ line }) => line),
    [1, 3, 5],
  );
});

test("empty fields stay, empty lines go, the last line needs no end", () => {
  assert.deepEqual(fieldsOf("a,,\n\n,b,\r\n\nc,,"), [
    ["a", "", ""],
    ["", "b", ""],
    ["c", "", ""],
  ]);
  assert.deepEqual(fieldsOf(""), []);
});

test("an open quote and text after a closing quote are errors with their line", () => {
  assert.throws(() => parseCsv('a\n"b\nc'), /line 2: a quoted field is never closed/);
  assert.throws(() => parseCsv('a\n"b" c'), /line 2: text follows a closing quote/);
});

test("what is written reads back the same", () => {
  const rows = [
    ["file", "note"],
    ['a "b"', "x,y"],
    ["line\nbreak", ""],
  ];
  assert.deepEqual(fieldsOf(formatCsv(rows)), rows);
});
