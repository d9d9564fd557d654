import { compile, gradient, type HostTensor, type Network, openSession, type State, type Tensor } from "@fmpn/graph";

/** Values by name, and what the network's running statistics have become. */
export interface NetworkRun {
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly gradients: Readonly<Record<string, Float32Array>>;
  readonly statistics: Readonly<Record<string, Float32Array>>;
}

/** Runs a network once on the CPU: results, the loss's gradient by every parameter, updated statistics. */
export async function runNetwork(
  network: Network,
  state: State,
  feeds: Readonly<Record<string, HostTensor>>,
  results: Readonly<Record<string, Tensor>>,
  loss?: Tensor,
): Promise<NetworkRun> {
  const names = loss === undefined ? [] : [...network.parameters.keys()];
  const found = loss === undefined ? [] : gradient(loss, [...network.parameters.values()].map(({ tensor }) => tensor));
  const gradients = Object.fromEntries(names.flatMap((name, index) => (found[index] ? [[name, found[index]]] : [])));
  const statistics = Object.fromEntries([...network.buffers].flatMap(([name, { next }]) => (next ? [[name, next]] : [])));
  const prefixed = (prefix: string, tensors: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}/${name}`, tensor]));
  const outputs = { ...prefixed("value", { ...results, ...(loss ? { loss } : {}) }), ...prefixed("gradient", gradients), ...prefixed("next", statistics) };

  const session = await openSession(compile({ outputs, target: "cpu" }).bytes, { provider: "cpu", threads: 2 });
  const given: Record<string, HostTensor> = { ...feeds };
  for (const [name, { tensor }] of [...network.parameters, ...network.buffers]) {
    const data = state.get(name);
    if (data !== undefined && session.inputNames.includes(name)) given[name] = { data, shape: tensor.shape };
  }
  const ran = await session.run(given);
  await session.release();
  const under = (prefix: string): Record<string, Float32Array> =>
    Object.fromEntries(
      Object.entries(ran).flatMap(([name, value]) => (name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), value.data as Float32Array]] : [])),
    );
  return { values: under("value"), gradients: under("gradient"), statistics: under("next") };
}
