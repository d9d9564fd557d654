// The networks in a page: our kernels beside onnxruntime-web.
import * as web from "onnxruntime-web/wasm";
import { openOurs, openRuntime, type Timing, timeInTurn } from "./engines.js";

export async function timeModel(address: string, rounds: number): Promise<Record<string, Timing>> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  web.env.wasm.numThreads = 1;
  return await timeInTurn({ ...(await openOurs(bytes)), "onnxruntime-web": await openRuntime(web, bytes, "wasm") }, rounds);
}
