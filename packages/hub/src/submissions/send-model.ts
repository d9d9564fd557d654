import { readFile } from "node:fs/promises";
import path from "node:path";

/** A model that is handed in to a hub from afar. */
export interface ModelToSend {
  readonly file: string;
  /** Another project's statement of its pre-processing. */
  readonly preprocessing?: string | undefined;
  /** The protocol's name in the list of `GET /api/v1/measurable`. */
  readonly protocol: string;
  readonly name: string;
  readonly licence: string;
  readonly trainingData: string;
  readonly relation: "disjoint" | "overlaps" | "unknown";
}

interface Measurable {
  readonly id: number;
  readonly protocol: string;
}

/**
 * Hands a model in to a hub and has it measured.
 *
 * @param address of the hub, as "https://hub.example"
 * @param key as the hub's account page makes it
 * @returns the address of the measurement
 * @throws Error with the hub's own words where it refuses
 */
export async function sendModel(address: string, key: string, { file, preprocessing, protocol, ...said }: ModelToSend): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, accept: "application/json" };
  const ask = async (): Promise<Response> => await fetch(new URL("/api/v1/measurable", address), { headers });
  // Once more: a connection that was kept may have been let go at the other end.
  const known = (await answer(await ask().catch(ask))) as { readonly results: readonly Measurable[] };
  const found = known.results.find((candidate) => candidate.protocol === protocol);
  if (found === undefined) throw new Error(`${address} does not measure under the protocol ${protocol}; it has ${known.results.map((one) => one.protocol).join(", ") || "none"}`);
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...said, protocol: String(found.id) })) form.set(name, value);
  form.set("model", new Blob([new Uint8Array(await readFile(file))]), path.basename(file));
  if (preprocessing !== undefined) form.set("preprocessing", new Blob([new Uint8Array(await readFile(preprocessing))]), path.basename(preprocessing));
  const { measurement } = (await answer(await fetch(new URL("/api/v1/measurements", address), { method: "POST", headers, body: form }))) as { readonly measurement: string };
  return new URL(`/measurement/${measurement}`, address).href;
}

async function answer(response: Response): Promise<unknown> {
  const body = (await response.json().catch(() => ({}))) as { readonly title?: string };
  if (!response.ok) throw new Error(body.title ?? `the hub answered ${response.status}`);
  return body;
}
