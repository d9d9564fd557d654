import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { networks } from "./cases.js";
import { median } from "./median.js";
import { openProcess } from "./process.js";
import { caseArguments, type CaseSize, hasTorch, openTorch } from "./torch.js";

/** One measured case: medians in milliseconds, peak memory in MB, ratios to PyTorch where it is installed. */
export interface Row extends CaseSize {
  readonly ms: number;
  readonly megabytes: number;
  readonly torch?: { readonly ms: number; readonly megabytes: number; readonly timeRatio: number; readonly memoryRatio: number };
}

const help = `usage: npm run bench -- step [options]

Times one training step (forward, backward, Adam) of each network, alternating with PyTorch
where Debian's python3-torch is installed, and prints medians, peak memory and ratios.

  --mode M       step (default) or inference
  --network A,B  some of ${networks.join(", ")}
  --batch N      default 8         --size S   default 96
  --threads N    default 2         --rounds N default 7
  --json         one JSON document on standard output`;

export async function benchStep(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(help);
  const number = (name: string, fallback: number): number => Number(options.get(name) ?? fallback);
  const chosen = options.get("network")?.split(",") ?? [...networks];
  const mode = options.get("mode") === "inference" ? "inference" : "step";
  const rows: Row[] = [];
  for (const network of chosen) {
    const size = { network, batch: number("batch", 8), size: number("size", 96), threads: number("threads", 2), mode } as const;
    const row = await measure(size, number("rounds", 7));
    rows.push(row);
    if (!options.has("json")) console.log(line(row));
  }
  if (options.has("json")) {
    console.log(JSON.stringify({ date: new Date().toISOString(), machine: cpus()[0]?.model, cores: cpus().length, rows }, null, 2));
  }
}

async function measure(size: CaseSize, rounds: number): Promise<Row> {
  const ours = await openProcess(process.execPath, ["--import", "tsx", fileURLToPath(new URL("./ours.ts", import.meta.url)), ...caseArguments(size)]);
  const torch = hasTorch() ? await openTorch(size) : undefined;
  const times = { ours: [] as number[], torch: [] as number[] };
  for (let round = -2; round < rounds; round += 1) {
    const [mine, theirs] = [await ours.run(), await torch?.run()];
    if (round < 0) continue;
    times.ours.push(mine);
    if (theirs !== undefined) times.torch.push(theirs);
  }
  const result = { ...size, ms: median(times.ours), megabytes: await ours.close() };
  if (torch === undefined) return result;
  const [ms, megabytes] = [median(times.torch), await torch.close()];
  return { ...result, torch: { ms, megabytes, timeRatio: result.ms / ms, memoryRatio: result.megabytes / megabytes } };
}

function line(row: Row): string {
  const ours = `${row.network.padEnd(18)} ${row.mode}  ${row.ms.toFixed(1).padStart(8)} ms ${row.megabytes.toFixed(0).padStart(6)} MB`;
  if (row.torch === undefined) return `${ours}   (no PyTorch here to compare with)`;
  const { ms, megabytes, timeRatio, memoryRatio } = row.torch;
  return `${ours}   PyTorch ${ms.toFixed(1).padStart(8)} ms ${megabytes.toFixed(0).padStart(6)} MB   ratio ${timeRatio.toFixed(2)}× time ${memoryRatio.toFixed(2)}× memory`;
}
