import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openProcess, type TimedProcess } from "./process.js";

/** Debian's Python, where `python3-torch` installs. */
export const python = "/usr/bin/python3";

export interface CaseSize {
  readonly network: string;
  readonly batch: number;
  readonly size: number;
  readonly threads: number;
  readonly mode: "step" | "inference";
}

/** Arguments of a case, the same for both sides. */
export function caseArguments({ network, batch, size, threads, mode }: CaseSize): string[] {
  return [network, String(batch), String(size), String(threads), mode];
}

/** Whether PyTorch is there to compare with. */
export function hasTorch(): boolean {
  return spawnSync(python, ["-c", "import torch, torchvision"], { stdio: "ignore" }).status === 0;
}

/** A case in PyTorch. */
export function openTorch(size: CaseSize): Promise<TimedProcess> {
  return openProcess(python, [fileURLToPath(new URL("../python/torch_step.py", import.meta.url)), ...caseArguments(size)]);
}
