// One process from its start to an answer: prints milliseconds and memory as JSON. Run by inference.ts.
//   node first-answer.js WHAT MODEL PICTURE
const startedAt = performance.now();
const before = { bytes: process.memoryUsage.rss(), ...process.cpuUsage() };
const [what = "", model = "", picture = ""] = process.argv.slice(2);
const { readFile } = await import("node:fs/promises");

async function answer(): Promise<(() => Promise<unknown>) | undefined> {
  if (what === "fmpn") {
    const { Recognizer } = await import("fmpn");
    const recognizer = await Recognizer.load();
    await recognizer.recognize(picture);
    return async () => await recognizer.recognize(picture);
  }
  const bytes = await readFile(model);
  if (what === "ours") {
    const { openSession } = await import("@fmpn/graph/inference");
    const session = await openSession(bytes, { provider: "simd" });
    const [name = ""] = session.inputNames;
    // A face of the bundled model.
    const shape = [1, 3, 96, 96];
    await session.run({ [name]: { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) } });
    return undefined;
  }
  process.env["ORT_DISABLE_TELEMETRY"] = "1";
  const native = await import(what);
  const runtime = native.default ?? native;
  const session = await runtime.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const feeds = session.inputMetadata.map(({ name, shape }: { name: string; shape: number[] }) => [name, new runtime.Tensor("float32", new Float32Array(shape.reduce((a, b) => a * b, 1)), shape)]);
  await session.run(Object.fromEntries(feeds));
  return undefined;
}

const again = await answer();
const ms = performance.now() - startedAt;
const { user, system } = process.cpuUsage();
for (let frame = 0; frame < 100; frame += 1) await again?.();
const bytes = process.memoryUsage.rss() - before.bytes;
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system - before.user - before.system) / 1000, bytes }));
process.exit(0);
