import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { presets } from "fmpn/networks";
import { median } from "./median.js";
import { openProcess, type TimedProcess } from "./process.js";
import { hasTorch, python } from "./torch.js";

/** One measured case: medians in milliseconds, peak memory in MB. */
interface ModelRow {
  readonly preset: string;
  readonly mode: string;
  readonly batch: number;
  readonly threads: number;
  readonly ours: Measured;
  readonly torch?: Measured;
}

interface Measured {
  readonly ms: number;
  readonly fastest: number;
  readonly megabytes: number;
}

const help = `usage: npm run bench -- models [options]

Times the presets (${Object.keys(presets).join(", ")}), alternating with the same network in PyTorch where
Debian's python3-torch and python3-torchvision are installed. Prints medians, fastest runs and peak memory.

  --mode M       inference (default): a face through the model file; or step: one joint training step
  --preset A,B   default all
  --threads A,B  default 1,2
  --batch N      faces of a training step; default 2. Inference takes one face.
  --rounds N     default 20
  --json         one JSON document on standard output`;

/** `npm run bench -- models`. */
export async function benchModels(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(help);
  const mode = options.get("mode") === "step" ? "step" : "inference";
  const batch = mode === "step" ? Number(options.get("batch") ?? 2) : 1;
  const rows: ModelRow[] = [];
  for (const preset of options.get("preset")?.split(",") ?? Object.keys(presets)) {
    for (const threads of (options.get("threads") ?? "1,2").split(",").map(Number)) {
      const row = await measure(preset, mode, batch, threads, Number(options.get("rounds") ?? 20));
      rows.push(row);
      if (!options.has("json")) console.log(line(row));
    }
  }
  if (options.has("json")) {
    console.log(JSON.stringify({ date: new Date().toISOString(), machine: cpus()[0]?.model, cores: cpus().length, rows }, null, 2));
  }
}

async function measure(preset: string, mode: string, batch: number, threads: number, rounds: number): Promise<ModelRow> {
  const args = [preset, mode, String(batch), String(threads)];
  const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const sides: TimedProcess[] = [await openProcess(process.execPath, ["--import", "tsx", beside("./our-models.ts"), ...args])];
  if (hasTorch()) sides.push(await openProcess(python, [beside("../python/torch_models.py"), ...args]));
  const times: number[][] = sides.map(() => []);
  for (let round = -3; round < rounds; round += 1) {
    for (const [index, side] of sides.entries()) {
      const ms = await side.run();
      if (round >= 0) times[index]?.push(ms);
    }
  }
  const measured: Measured[] = [];
  for (const [index, side] of sides.entries()) {
    const own = times[index] ?? [];
    measured.push({ ms: median(own), fastest: Math.min(...own), megabytes: await side.close() });
  }
  const [ours = { ms: Number.NaN, fastest: Number.NaN, megabytes: Number.NaN }, torch] = measured;
  return { preset, mode, batch, threads, ours, ...(torch === undefined ? {} : { torch }) };
}

function line({ preset, mode, batch, threads, ours, torch }: ModelRow): string {
  const side = ({ ms, fastest, megabytes }: Measured): string => `${ms.toFixed(1)} ms (fastest ${fastest.toFixed(1)}), ${megabytes.toFixed(0)} MB`;
  const theirs = torch === undefined ? "no PyTorch here to compare with" : `PyTorch ${side(torch)}, ratio ${(ours.ms / torch.ms).toFixed(2)}`;
  return `${preset} ${mode}, ${batch} face(s), ${threads} thread(s): ${side(ours)}; ${theirs}`;
}
