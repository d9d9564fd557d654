/** What webgpu.test.ts runs in a process of its own; prints its findings as one line of JSON. */
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { openSession } from "@fmpn/graph/inference";
import { adam, createTrainer, meanSquaredError, trainingStep } from "@fmpn/graph/training";
import { InferenceSession } from "onnxruntime-node";
import { trainSmall } from "../browser/small-training.ts";

const steps = 4;
const cpu = await trainSmall({ steps, provider: "cpu" });
const webgpu = await trainSmall({ steps, provider: "webgpu", worker: process.argv[2] === "worker" });

const network = g.createNetwork({ training: false });
const x = g.input("x", [1, 6, 9, 9]);
const y = op.softmax(op.flatten(g.layers.convolution(network.root.at("c"), x, { filters: 4, kernel: 3, stride: 2, padding: 1 })));
const { bytes } = g.compile({ outputs: { y }, weights: g.initialize(network, 2) });
const forward: number[][] = [];
for (const provider of ["cpu", "webgpu"] as const) {
  const session = await openSession(bytes, { provider });
  const results = await session.run({ x: { shape: x.shape, data: Float32Array.from({ length: 486 }, (_, at) => Math.sin(at)) } });
  forward.push(Array.from(results.y?.data as Float32Array));
  await session.close();
}
// Where the outputs of a training step are: the state on the device, the results here.
const locations: Record<string, string> = {};
const create = InferenceSession.create.bind(InferenceSession) as (...args: unknown[]) => Promise<InferenceSession>;
Object.assign(InferenceSession, {
  create: async (...args: unknown[]) => {
    const session = await create(...args);
    const run = session.run.bind(session) as (...args: unknown[]) => Promise<InferenceSession.OnnxValueMapType>;
    const watched = async (...given: unknown[]): Promise<InferenceSession.OnnxValueMapType> => {
      const results = await run(...given);
      for (const [name, value] of Object.entries(results)) locations[name] = (value as { location: string }).location;
      return results;
    };
    return Object.assign(session, { run: watched });
  },
});
const small = g.createNetwork({ training: true });
const v = g.input("v", [2, 3]);
const loss = meanSquaredError(g.layers.linear(small.root.at("fc"), v, { units: 2 }), g.filled(1, [2, 2]));
const step = trainingStep({ network: small, loss, optimizer: adam() });
const trainer = await createTrainer(step, { state: g.initialize(small, 1), provider: "webgpu", worker: false });
for (let count = 0; count < 2; count += 1) await trainer.step({ v: { shape: v.shape, data: new Float32Array(6).fill(1) } }, { learningRate: 0.01 });

// Dawn's own threads may outlive the work, so the process ends itself once the pipe has taken everything.
process.stdout.write(`\n${JSON.stringify({ cpu, webgpu, forward, locations })}\n`, () => process.exit(0));
