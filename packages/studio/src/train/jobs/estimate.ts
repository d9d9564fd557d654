import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Recipe } from "@fmpn/lab";

/**
 * How long a training will take on this machine as it is now, in seconds: by a few steps of both stages.
 *
 * @param name the recipe's, and what is changed of it
 * @param faces to train on
 * @throws Error saying why the trial failed
 */
export async function estimateSeconds(name: string, settings: readonly string[], recipe: Recipe, faces: number, signal?: AbortSignal): Promise<number> {
  const script = fileURLToPath(new URL("estimate-process.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify({ recipe: name, settings })], { signal, timeout: 300_000 }).catch((error: Error & { stderr?: string }) => {
    throw new Error(`The trial failed: ${error.stderr?.match(/Error: (.*)/)?.[1] ?? error.message}`, { cause: error });
  });
  const speed = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { mask?: number; joint?: number };
  const seconds = (epochs: number, imagesPerSecond: number | undefined): number => (epochs === 0 || imagesPerSecond === undefined ? 0 : (faces * epochs) / imagesPerSecond);
  return seconds(recipe.maskStage.epochs, speed.mask) + seconds(recipe.jointStage.epochs, speed.joint);
}
