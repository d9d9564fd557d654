import * as g from "@fmpn/graph";
import { type HostTensor, openSession } from "@fmpn/graph/inference";
import { adam, createTrainer, trainingStep } from "@fmpn/graph/training";
import { buildNetwork, type NetworkName } from "./cases.js";
import type { CaseSize } from "./torch.js";

/**
 * The other side of torch_step.py: times our steps and inference, one for every line read, in a process of its own so that
 * its peak memory is its own. usage: ours.ts NETWORK BATCH SIZE THREADS MODE
 */
const [network, batch, size, threads, mode] = process.argv.slice(2);
const run = await open({
  network: network ?? "",
  batch: Number(batch),
  size: Number(size),
  threads: Number(threads),
  mode: mode as CaseSize["mode"],
});
console.log("ready");
process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) {
  for (const _ of String(chunk).trim() === "" ? String(chunk) : "") {
    const start = performance.now();
    await run();
    console.log(performance.now() - start);
  }
}
console.log(process.resourceUsage().maxRSS / 1024);
process.exit(0);

async function open({ network: name, batch: n, size: s, threads: t, mode: m }: CaseSize): Promise<() => Promise<unknown>> {
  const built = buildNetwork(name as NetworkName, n, s, m === "step");
  const state = g.initialize(built.network, 1);
  if (m === "step") {
    const step = trainingStep({ network: built.network, loss: built.loss, optimizer: adam({ betas: [0.5, 0.999] }) });
    const trainer = await createTrainer(step, { state, provider: "cpu", threads: t, worker: false });
    return () => trainer.step(built.feeds, { learningRate: 1e-4 });
  }
  const { bytes } = g.compile({ outputs: { y: built.output }, weights: state });
  const session = await openSession(bytes, { provider: "cpu", threads: t });
  const feeds = { x: built.feeds.x as HostTensor };
  return () => session.run(feeds);
}
