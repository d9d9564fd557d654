import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { full } from "../../../../test-support/long.ts";

/** A GPU in software, which Debian's chromium brings along. The variable must be set before the process starts. */
const driver = "/usr/lib/chromium/vk_swiftshader_icd.json";
/** Finds the driver; Debian's chromium does not ask for it. */
const loader = readdirSync("/usr/lib").some((folder) => folder.endsWith("-linux-gnu") && existsSync(`/usr/lib/${folder}/libvulkan.so.1`));
const skip = !existsSync(driver) ? `${driver} is not installed here (Debian: chromium)` : loader ? false : "libvulkan.so.1 is not installed here (Debian: libvulkan1)";

interface Found {
  readonly cpu: { readonly losses: number[]; readonly state: [string, number[]][] };
  readonly webgpu: { readonly provider: string; readonly losses: number[]; readonly state: [string, number[]][] };
  readonly forward: number[][];
  readonly locations: Record<string, string>;
}

// A software GPU takes its time: the second way runs with the full tests.
for (const where of full ? ["worker", "this thread"] : ["worker"]) {
  test(`WebGPU in Node trains and infers as the CPU does, in ${where}`, { skip }, () => {
    const script = fileURLToPath(new URL("./webgpu-process.ts", import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, where], {
      env: { ...process.env, VK_ICD_FILENAMES: driver },
      encoding: "utf8",
      timeout: 120_000,
    });
    assert.equal(status, 0, stderr);
    const found = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Found;
    assert.equal(found.webgpu.provider, "webgpu");
    const [cpuLosses, gpuLosses] = [found.cpu.losses, found.webgpu.losses];
    near(gpuLosses.slice(0, 1), cpuLosses.slice(0, 1), 1e-4, "the first loss");
    near(gpuLosses, cpuLosses, 1e-3, "losses");
    assert.deepEqual(found.webgpu.state.map(([name]) => name), found.cpu.state.map(([name]) => name));
    for (const [index, [name, values]] of found.cpu.state.entries()) near(found.webgpu.state[index]?.[1] ?? [], values, 2e-2, name);
    const kept = Object.entries(found.locations).filter(([name]) => name.startsWith("next/"));
    assert.ok(kept.length >= 3 && kept.every(([, location]) => location === "gpu-buffer"), JSON.stringify(found.locations));
    assert.equal(found.locations.loss, "cpu");
    near(found.forward[1] ?? [], found.forward[0] ?? [], 1e-4, "inference");
  });
}

function near(found: readonly number[], expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(found.length, expected.length, what);
  for (const [at, value] of found.entries()) assert.ok(Math.abs(value - (expected[at] ?? Number.NaN)) <= tolerance, `${what}: ${value} against ${expected[at]}`);
}
