import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { parseMeasurement } from "@fmpn/lab/measurement";
import { additionsLine, BUNDLED_MEASUREMENTS, measureBundled } from "#src/content/bundled-measurements.js";
import { documentsFolder } from "#src/content/bundled-files.js";
import { contentFolder } from "#src/content/bundled-content.js";
import { findRunner } from "#src/measure/open-strangers-model.js";
import { long } from "../../../../test-support/long.js";
import { filledDatabase } from "../filled-database.js";

const runner = await findRunner();

for (const measurement of BUNDLED_MEASUREMENTS) {
  test(`${measurement.slug}: measured again by the hub's own path, it's what comes along`, { skip: measurement.count > 200 ? long : false }, async () => {
    const file = path.join(documentsFolder, `${measurement.slug}.json`);
    const { runner: _, ms_per_image: __, measured_at: ___, ...kept } = parseMeasurement(await readFile(file, "utf8"), file);
    const { runner: ____, ms_per_image: _____, measured_at: ______, ...again } = await measureBundled(measurement, runner);
    assert.deepEqual(again, kept, "where a model has changed: npm run build && node scripts/hub-measurements.mjs");
  });
}

test("what the content says of its measurements is what their documents say; claims beside them are reproduced", async (t) => {
  const { measurements } = JSON.parse(await readFile(path.join(contentFolder, "additions.json"), "utf8")) as { measurements: { slug: string }[] };
  for (const measurement of BUNDLED_MEASUREMENTS) {
    const file = path.join(documentsFolder, `${measurement.slug}.json`);
    const document = parseMeasurement(await readFile(file, "utf8"), file);
    assert.deepEqual(measurements.find(({ slug }) => slug === measurement.slug), JSON.parse(JSON.stringify(additionsLine(measurement, document))));
  }
  const { sql } = await filledDatabase(t);
  const beside = await sql.selectFrom("measurement").innerJoin("protocol", "protocol.id", "protocol_id").select(["measurement.slug as slug", "protocol.slug as protocol", "result_id"]).where("relation", "=", "same weights").orderBy("protocol.slug").execute();
  assert.deepEqual(beside.map(({ protocol }) => protocol), ["hub-seed-2", "hub-seed-3", "hub-seed-4"]);
  assert.ok(beside.every(({ result_id }) => result_id !== null));
});
