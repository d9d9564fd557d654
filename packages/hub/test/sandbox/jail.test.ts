import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ForeignModelError, screenModel } from "@fmpn/graph/onnx";
import { openForeignSession } from "@fmpn/lab/foreign";
import { findJail } from "#src/sandbox/isolation.js";
import { launchJailed } from "#src/sandbox/launch-jailed.js";
import { fillsMemory, numbers, sumOf, takesTime } from "../../../../test-support/hostile-models.js";

const jail = await findJail();
const skip = jail === undefined && "bubblewrap and prlimit are not installed";
const launch = jail && launchJailed(jail, { memory: 2 ** 31, cpuSeconds: 60 });

test("a jailed process has no network, no file of this machine, no process beside it, and writes nothing", { skip }, async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  t.after(() => server.close());
  const secret = fileURLToPath(new URL("../../../../secret-of-a-test.txt", import.meta.url));
  await writeFile(secret, "a database, say");
  t.after(() => rm(secret));
  const probe = fileURLToPath(new URL("./probe.mjs", import.meta.url));
  const child = launch?.(probe, [secret, String((server.address() as { port: number }).port)]);
  const found = await new Promise<Record<string, unknown>>((resolve, reject) => {
    let said = "";
    child?.stderr?.on("data", (text: Buffer) => (said += text.toString()));
    child?.once("message", (message) => resolve(message as Record<string, unknown>));
    child?.once("exit", () => reject(new Error(said)));
  });
  child?.kill("SIGKILL");
  const { processes, reached, ...rest } = found;
  assert.deepEqual(rest, { secret: "ENOENT", passwords: "ENOENT", write: "EROFS", temporary: "EFBIG", interfaces: ["lo"], environment: ["PWD"], user: process.getuid?.() });
  assert.equal(reached, "ECONNREFUSED", "the loopback is another one");
  assert.ok(Number(processes) <= 2, "bubblewrap and Node");
  // The same from outside a jail, so that the probe is known to find what there is.
  assert.equal(await readFile(secret, "utf8"), "a database, say");
});

test("a model answers out of the jail, and one that breaks a limit is stopped and says why", { skip }, async () => {
  const outcome = async (bytes: Uint8Array, shape: readonly number[], seconds = 20): Promise<unknown> => {
    try {
      const session = await openForeignSession(screenModel(bytes, "m.onnx"), "m.onnx", { shape }, { provider: "wasm", threads: 1 }, { memory: 5e8, seconds }, launch);
      try {
        return Array.from((await session.run(new Float32Array(shape.reduce((product, size) => product * size, 1)))).data as Float32Array);
      } finally {
        await session.close();
      }
    } catch (error) {
      assert.ok(error instanceof ForeignModelError, String(error));
      return error.kind;
    }
  };
  assert.deepEqual(await outcome(sumOf(numbers(1, 2)), [2]), [1, 2]);
  assert.equal(await outcome(fillsMemory(7e8), [1]), "memory");
  assert.equal(await outcome(takesTime(1500, 2000), [1], 4), "time");
});

test("without the programs there is no jail, and nothing pretends to be one", async () => {
  assert.equal(await findJail(path.dirname(fileURLToPath(import.meta.url))), undefined);
  assert.equal(await findJail("relative:also/relative"), undefined);
  assert.ok((await readdir(path.dirname(fileURLToPath(import.meta.url)))).includes("probe.mjs"));
});
