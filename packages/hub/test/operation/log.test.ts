import assert from "node:assert/strict";
import { test } from "node:test";
import { impersonal, jsonLog } from "#src/operation/log.js";

test("the log is lines of JSON, without what is less grave than was asked for", () => {
  const lines: string[] = [];
  const log = jsonLog("warn", (line) => lines.push(line));
  log("info", "answer", { status: 200 });
  log("error", "fault", { place: "GET /paper/:name", error: "no such table: paper" });
  assert.equal(lines.length, 1);
  assert.ok(lines[0]?.endsWith("\n"));
  const { time, ...facts } = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.match(String(time), /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual(facts, { level: "error", event: "fault", place: "GET /paper/:name", error: "no such table: paper" });
});

test("nobody's address is in it, nor keys", () => {
  for (const [text, without] of [
    ["no account ada.l+x@example.org here", "ada.l"],
    ["refused 192.0.2.17: too often", "192.0.2"],
    ["refused 2001:db8:0:0:0:ff00:42:8329", "ff00"],
    ["Bearer fmpn_abcdefghijklmnopqrstuvwxyz0123", "abcdefghij"],
    ["postgres://hub:secret@db/hub is away", "secret"],
  ] as const) assert.ok(!impersonal(text).includes(without), impersonal(text));
  assert.equal(impersonal("version 0.28.19 at 16:04:09, file.ts:12:34"), "version 0.28.19 at 16:04:09, file.ts:12:34");
});
