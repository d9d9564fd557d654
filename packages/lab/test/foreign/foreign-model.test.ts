import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { createRandom } from "@fmpn/graph";
import { ForeignModelError, screenModel } from "@fmpn/graph/onnx";
import { openForeignSession } from "#src/foreign/foreign-session.js";
import { startGuard } from "#src/foreign/guard.js";
import { readForeignModel } from "#src/foreign/read-foreign-model.js";
import { elsewhere, fillsMemory, model, node, numbers, sumOf, takesTime, tensor, value } from "../../../../test-support/hostile-models.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";
import { SHARED, SHARED_MISSING } from "../shared-folder.js";

/** The kind by which a model is refused or stopped, or what it answers to zeros. */
async function outcome(read: () => Promise<Awaited<ReturnType<typeof readForeignModel>>>, shape: readonly number[], seconds = 10): Promise<string | number[]> {
  try {
    const { model: { file }, screened } = await read();
    const session = await openForeignSession(screened, file, { shape }, { threads: 1 }, { memory: 5e8, seconds });
    try {
      const { data } = await session.run(new Float32Array(shape.reduce((product, size) => product * size, 1)));
      return [...(data as Float32Array)];
    } finally {
      await session.close();
    }
  } catch (error) {
    assert.ok(error instanceof ForeignModelError, String(error));
    return error.kind;
  }
}
const ofBytes = (bytes: Uint8Array) => async () => ({ model: { file: "m.onnx", hash: "" }, screened: screenModel(bytes, "m.onnx") });

test("a model of unknown origin answers out of a process of its own", async () => {
  assert.deepEqual(await outcome(ofBytes(sumOf(numbers(1, 2))), [2]), [1, 2]);
  assert.equal(await outcome(ofBytes(sumOf(numbers(1, 2))), [3]), "shape");
});

test("one that fills the memory or takes its time is stopped, and says why", async () => {
  assert.equal(await outcome(ofBytes(fillsMemory(7e8)), [1]), "memory", "2.8 GB while it loads");
  const begun = performance.now();
  assert.equal(await outcome(ofBytes(takesTime(1500, 2000)), [1], 2), "time");
  assert.ok(performance.now() - begun < 15_000);
});

test("weights beside a model are read where that is asked for, and nowhere else", { skip: process.platform === "win32" && "links" }, async (t) => {
  const values = new Uint8Array(Float32Array.of(9, 3, 4).buffer);
  const folder = await fabricateFolder(t, { "models/beside.onnx": sumOf(elsewhere("w.data", { offset: "4" })), "models/w.data": values, "secret.data": values });
  const inside = (name: string): string => path.join(folder, "models", name);
  const read = (name: string, externalData: boolean) => async () => await readForeignModel(inside(name), { externalData });
  assert.equal(await outcome(read("beside.onnx", false), [2]), "external data");
  // From this folder, which is not the model's.
  assert.deepEqual(await outcome(read("beside.onnx", true), [2]), [3, 4]);
  await symlink(path.join(folder, "secret.data"), inside("link.data"));
  const places = ["../secret.data", path.join(folder, "secret.data"), "link.data", "..", "none.data", "C:w.data", "a\\w.data", "w.data\0"];
  for (const place of places) {
    await writeFile(inside("m.onnx"), sumOf(elsewhere(place)));
    assert.equal(await outcome(read("m.onnx", true), [2]), "external data", place);
  }
  await writeFile(inside("m.onnx"), sumOf(elsewhere("w.data", { offset: "8" })));
  await assert.rejects(readForeignModel(inside("m.onnx"), { externalData: true }), /m\.onnx: the file "w\.data", in which its weights are, has 12 bytes where the model wants 8 from byte 8/);
  await assert.rejects(readForeignModel(folder), /cannot be read: it is a folder/);
});

test("200 mutations of a model are refused, stopped or answered; nothing of them reaches this process", { timeout: 120_000 }, async (t) => {
  const whole = model((out) => {
    node(out, "Conv", ["x", "w"], ["c"]);
    node(out, "Relu", ["c"], ["r"]);
    node(out, "GlobalAveragePool", ["r"], ["p"]);
    node(out, "Flatten", ["p"], ["y"]);
    tensor(out, 5, "w", [2, 1, 2, 2], 1, numbers(1, 2, 3, 4, 5, 6, 7, 8));
    value(out, 11, "x", ["N", 1, 4, 4]);
    value(out, 12, "y", ["N", 2]);
  });
  const random = createRandom(3, "guard");
  const outcomes = new Map<string, number>();
  let guard = startGuard("m", { memory: 5e8, seconds: 5 });
  t.after(async () => await guard.close());
  for (let round = 0; round < 200; round += 1) {
    const bytes = whole.slice();
    for (let change = random.integer(3); change >= 0; change -= 1) bytes[random.integer(bytes.length)] = random.integer(256);
    let found = "answered";
    try {
      const screened = screenModel(bytes, "m");
      const [name = ""] = screened.inputs.map((input) => input.name);
      const { outputs } = await guard.open(screened.encode({ [name]: [1, 1, 4, 4] }), { threads: 1 });
      await guard.run({ [name]: { data: new Float32Array(16), shape: [1, 1, 4, 4] } }, outputs[0] ?? "");
    } catch (error) {
      assert.ok(error instanceof ForeignModelError, String(error));
      found = error.kind;
      if (["memory", "time", "crash"].includes(found)) guard = startGuard("m", { memory: 5e8, seconds: 5 });
    }
    outcomes.set(found, (outcomes.get(found) ?? 0) + 1);
  }
  t.diagnostic([...outcomes].map(([kind, count]) => `${kind} ${count}`).join(", "));
  assert.ok((outcomes.get("answered") ?? 0) > 20);
});

test("the shared hostile models are refused or stopped, each by its kind", { skip: !existsSync(path.join(SHARED, "hub/hostile-models")) && SHARED_MISSING }, async () => {
  const folder = path.join(SHARED, "hub/hostile-models");
  const found: Record<string, unknown> = {};
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".onnx"))) {
    found[file] = await outcome(async () => await readForeignModel(path.join(folder, file)), file === "ok.onnx" ? [2] : [1]);
  }
  assert.deepEqual(found, { "custom.onnx": "operators", "ext-abs.onnx": "external data", "ext-rel.onnx": "external data", "ext-up.onnx": "external data", "mem.onnx": "memory", "ok.onnx": [0, 0], "sparse-ext.onnx": "external data", "time.onnx": "operators" });
});
