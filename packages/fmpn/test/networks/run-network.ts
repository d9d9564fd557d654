import assert from "node:assert/strict";
import { compile, gradient, type Network, type State, type Tensor } from "@fmpn/graph";
import { type HostTensor, openSession } from "@fmpn/graph/inference";
import { createTrainer, sgd, trainingStep } from "@fmpn/graph/training";

export type Feeds = Readonly<Record<string, HostTensor>>;
export type Values = Readonly<Record<string, Float32Array>>;

/** Runs a network once as a graph of standard operators: results and, where a loss is given, its gradient by every parameter. */
export async function runNetwork(
  network: Network,
  state: State,
  feeds: Feeds,
  results: Readonly<Record<string, Tensor>>,
  loss?: Tensor,
): Promise<{ readonly values: Values; readonly gradients: Values }> {
  const gradients = loss === undefined ? {} : gradientsOf(network, loss);
  const outputs = { ...prefixed("value/", { ...results, ...(loss ? { loss } : {}) }), ...prefixed("gradient/", gradients) };
  const session = await openSession(compile({ outputs }).bytes, { provider: "cpu", threads: 1 });
  const given: Record<string, HostTensor> = {};
  for (const [name, { tensor }] of [...network.parameters, ...network.buffers]) {
    const data = state.get(name);
    if (data !== undefined) given[name] = { data, shape: tensor.shape };
  }
  const ran = await session.run(Object.fromEntries(Object.entries({ ...feeds, ...given }).filter(([name]) => session.inputNames.includes(name))));
  await session.close();
  const values = Object.fromEntries(Object.entries(ran).map(([name, { data }]) => [name, data as Float32Array]));
  return { values: under("value/", values), gradients: under("gradient/", values) };
}

/**
 * Runs one training step as training does it, with the kernels that it uses on this machine: results, gradients, and the
 * running statistics after the step.
 */
export async function runTrainingStep(
  network: Network,
  state: State,
  feeds: Feeds,
  results: Readonly<Record<string, Tensor>>,
  loss: Tensor,
): Promise<{ readonly values: Values; readonly gradients: Values; readonly statistics: Values }> {
  assert.ok(network.root.training);
  const step = trainingStep({ network, loss, optimizer: sgd(), results: { ...results, ...prefixed("gradient/", gradientsOf(network, loss)) } });
  const trainer = await createTrainer(step, { state, provider: "cpu", threads: 1, worker: false });
  const values = await trainer.step(feeds, { learningRate: 0 });
  const after = await trainer.state();
  await trainer.close();
  const statistics = [...network.buffers.keys()].map((name) => [name, after.get(name) ?? new Float32Array()]);
  return { values, gradients: under("gradient/", values), statistics: Object.fromEntries(statistics) };
}

/** What the running statistics become, by their names. */
export function nextStatistics(network: Network): Record<string, Tensor> {
  return Object.fromEntries([...network.buffers].flatMap(([name, { next }]) => (next ? [[name, next]] : [])));
}

/** The loss's gradient by every parameter, by the parameters' names. */
export function gradientsOf(network: Network, loss: Tensor): Record<string, Tensor> {
  const parameters = [...network.parameters];
  const found = gradient(loss, parameters.map(([, { tensor }]) => tensor));
  return Object.fromEntries(parameters.map(([name], index) => [name, found[index] ?? assert.fail(`the loss does not depend on ${name}`)]));
}

export function prefixed<T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${prefix}${name}`, entry]));
}

export function under<T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).flatMap(([name, entry]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), entry]] : [])));
}
