import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { test } from "node:test";
import { encodePng } from "fmpn/pictures";
import { startCropCrew } from "#src/crops/crop-crew.js";
import { synthesizeFace } from "#src/synth/synthesize-face.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";

test("a crew can be closed while its threads look for faces; what they leave fails", async (t) => {
  const root = await fabricateFolder(t, { "face.png": await encodePng(synthesizeFace(5, 0, { size: 160 }).image) });
  const job = { kind: "eyes", source: { path: path.join(root, "face.png") } } as const;
  let left = 0;
  // Terminated in the middle of a run of the native runtime, a thread takes the process with it: most of these rounds did.
  for (let round = 0; round < 4; round += 1) {
    const crew = startCropCrew(2);
    await Promise.all([crew.do(job), crew.do(job)]);
    const settled = Promise.allSettled(Array.from({ length: 200 }, async () => await crew.do(job)));
    await new Promise((resolve) => setTimeout(resolve, 10 + 10 * round));
    await crew.close();
    const failures = (await settled).filter((result) => result.status === "rejected");
    assert(failures.every(({ reason }) => /a worker thread ended early/.test(String(reason))));
    left += failures.length;
    await assert.rejects(crew.do(job), /a worker thread ended early/);
  }
  assert(left > 0);
});

test("a process exits with its own code while threads look for faces", async (t) => {
  const exits = `
    import { startCropCrew } from ${JSON.stringify(new URL("../../dist/crops/crop-crew.js", import.meta.url).href)};
    const crew = startCropCrew(2);
    const look = () => crew.do({ kind: "eyes", source: { path: "face.png" } });
    await Promise.all([look(), look()]);
    const goOn = () => look().then(goOn);
    for (let i = 0; i < crew.width; i += 1) goOn();
    setTimeout(() => process.exit(3), 20);`;
  const cwd = await fabricateFolder(t, { "face.png": await encodePng(synthesizeFace(5, 0, { size: 160 }).image), "exits.mjs": exits });
  const runs = [1, 2, 3].map(async () => await once(spawn(process.execPath, ["exits.mjs"], { cwd, stdio: "inherit" }), "exit"));
  for (const [code, signal] of await Promise.all(runs)) assert.deepEqual([code, signal], [3, null]);
});
