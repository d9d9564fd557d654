/** What webgpu.test.ts runs in a process of its own; prints its findings as one line of JSON. */
import * as g from "@fmpn/graph";
import { trainSmall } from "../browser/small-training.ts";

const steps = 4;
const cpu = await trainSmall({ steps, provider: "cpu" });
const webgpu = await trainSmall({ steps, provider: "webgpu", worker: process.argv[2] === "worker" });

const network = g.createNetwork({ training: false });
const x = g.input("x", [1, 6, 9, 9]);
const y = g.softmax(g.flatten(g.layers.convolution(network.root.at("c"), x, { filters: 4, kernel: 3, stride: 2, padding: 1 })));
const { bytes } = g.compile({ outputs: { y }, weights: g.initialize(network, 2) });
const forward: number[][] = [];
for (const provider of ["cpu", "webgpu"] as const) {
  const session = await g.openSession(bytes, { provider });
  const results = await session.run({ x: { shape: x.shape, data: Float32Array.from({ length: 486 }, (_, at) => Math.sin(at)) } });
  forward.push(Array.from(results.y?.data as Float32Array));
  await session.release();
}
// Dawn's own threads may outlive the work, so the process ends itself once the pipe has taken everything.
process.stdout.write(`\n${JSON.stringify({ cpu, webgpu, forward })}\n`, () => process.exit(0));
