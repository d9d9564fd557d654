import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { type HostTensor, openSession } from "@fmpn/graph/inference";
import { adam, createTrainer, crossEntropy, meanSquaredError, oneHot, trainingStep } from "@fmpn/graph/training";
import { writeModel } from "fmpn/model";
import { faceNetwork, fmpn, isPresetName, presets } from "fmpn/networks";

/**
 * Times inference or training steps of a preset, one for every line read, in a process of its own so that its peak memory is
 * its own. usage: our-models.ts PRESET inference|step BATCH THREADS
 */
const [preset = "", mode, batch = "1", threads = "1"] = process.argv.slice(2);
const run = await (mode === "step" ? openStep(preset, Number(batch), Number(threads)) : openInference(preset, Number(threads)));
console.log("ready");
process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) {
  for (const _ of String(chunk)) {
    const start = performance.now();
    await run();
    console.log(performance.now() - start);
  }
}
console.log(process.resourceUsage().maxRSS / 1024);
process.exit(0);

function settingsOf(name: string) {
  if (!isPresetName(name)) throw new Error(`There is no preset ${name}.`);
  return presets[name];
}

function noise(shape: g.Shape): HostTensor {
  const random = g.createRandom(1, "bench");
  return { shape, data: Float32Array.from({ length: g.sizeOf(shape) }, () => random.uniform()) };
}

async function openInference(name: string, intraThreads: number): Promise<() => Promise<unknown>> {
  const settings = settingsOf(name);
  const classes = Array.from({ length: 7 }, (_, index) => `class ${index}`);
  const state = g.initialize(faceNetwork(settings, classes.length).network, 1);
  const bytes = writeModel({ settings, preset: name, classes, crop: { margin: 0 }, card: "", state });
  const session = await openSession(bytes, { provider: "cpu", threads: intraThreads });
  const feeds = { face: noise([1, 3, settings.size, settings.size]) };
  return () => session.run(feeds);
}

async function openStep(name: string, n: number, intraThreads: number): Promise<() => Promise<unknown>> {
  const settings = settingsOf(name);
  const { size } = settings;
  const network = g.createNetwork({ training: true });
  const shapes = { rgb: [n, 3, size, size], gray: [n, 1, size, size], target: [n, 1, size, size] };
  const { mask, logits } = fmpn(network.root, { rgb: g.input("rgb", shapes.rgb), gray: g.input("gray", shapes.gray) }, 7, settings);
  const maskLoss = meanSquaredError(mask, g.input("target", shapes.target));
  const loss = op.add(crossEntropy(logits, g.input("labels", [n, 7])), op.multiply(maskLoss, 0.1));
  const step = trainingStep({ network, loss, optimizer: adam({ betas: [0.5, 0.999] }) });
  const trainer = await createTrainer(step, { state: g.initialize(network, 1), provider: "cpu", threads: intraThreads, worker: false });
  const labels = { shape: [n, 7], data: oneHot(Array.from({ length: n }, (_, index) => index % 7), 7) };
  const feeds = { ...Object.fromEntries(Object.entries(shapes).map(([input, shape]) => [input, noise(shape)])), labels };
  return () => trainer.step(feeds, { learningRate: 1e-4 });
}
