import assert from "node:assert/strict";
import { test } from "node:test";
import { count, decimal, duration, fileSize, percent, points } from "#src/figures.js";

test("figures read as people write them", () => {
  assert.deepEqual([decimal(-1.25, 1), decimal(-0.001, 2), percent(0.97312), percent(0.5, 0), points(0.012), points(-0.5, 1)], ["−1.3", "0.00", "97.31", "50", "+1.20", "−50.0"]);
  assert.deepEqual([count(1, "face"), count(1024, "face"), count(2, "match", "matches")], ["1 face", "1,024 faces", "2 matches"]);
  assert.deepEqual([0.4, 59.4, 60, 200, 3599.6, 3600, 7500].map(duration), ["0 s", "59 s", "1 min", "3 min 20 s", "1 h", "1 h", "2 h 5 min"]);
  assert.deepEqual([0, 999, 1000, 1234, 999_949, 140_000_000, 2e12].map(fileSize), ["0 B", "999 B", "1.0 kB", "1.2 kB", "1000 kB", "140 MB", "2.0 TB"]);
});
