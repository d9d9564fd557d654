/** How fast this machine trains: a few steps of both stages, on synthetic faces, in a folder that is removed. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseMetrics, RUN_FILES } from "@fmpn/lab/runs";
import { resolveRecipe, startTraining } from "@fmpn/lab/training";

/** Steps of each stage. */
const STEPS = 3;

const { recipe: name, settings } = JSON.parse(process.argv[2] ?? "") as { recipe: string; settings: string[] };
const folder = await mkdtemp(path.join(tmpdir(), "fmpn-estimate-"));
try {
  const recipe = await resolveRecipe(name, settings);
  const stages = (["maskStage", "jointStage"] as const).filter((stage) => recipe[stage].epochs > 0);
  const out = path.join(folder, "run");
  await startTraining({ out, recipe: name, settings: [...settings, ...stages.map((stage) => `${stage}.epochs=1`)], synthetic: Math.max(8, STEPS * recipe.batch), workers: 0 });
  const lines = parseMetrics(await readFile(path.join(out, RUN_FILES.metrics), "utf8"));
  const speed = (stage: "mask" | "joint"): number | undefined => lines.findLast((line) => line.stage === stage && line.imagesPerSecond !== undefined)?.imagesPerSecond;
  process.stdout.write(`${JSON.stringify({ mask: speed("mask"), joint: speed("joint") })}\n`);
} finally {
  await rm(folder, { recursive: true });
}
