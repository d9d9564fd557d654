import { answersHash, measureOnSynthetic, openModel, sha256, type Split } from "@fmpn/lab/measurement";

/** What a page found out. */
export interface Seen {
  readonly split: Split;
  readonly answers: string;
  readonly model: string;
}

/** Measures a model that lies at an address, on synthetic faces that the page draws. */
export async function measurePage(address: string, seed: number, count: number): Promise<Seen> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const classifier = await openModel(bytes, { file: address, hash: "" });
  const { split, predictions } = await measureOnSynthetic({ seed, count }, classifier);
  await classifier.close();
  return { split, answers: await answersHash(predictions), model: await sha256(bytes) };
}

Object.assign(globalThis, { measurePage });
