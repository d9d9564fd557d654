import { Worker } from "node:worker_threads";
import { openSession, type Session } from "@fmpn/graph/inference";
import type { GuardReply, GuardRequest } from "./guard-protocol.js";

// The entry of the process that `startGuard` starts.

/** An answer about a face is some numbers; more would fill the caller's memory. */
const MOST_VALUES = 16_000_000;

// In a thread of its own: a run of the native runtime lets this one do nothing meanwhile.
const watch = new Worker(new URL("./watch-memory.js", import.meta.url), { workerData: Number(process.argv[2]) });
watch.unref();

let session: Session | undefined;

async function answer(request: GuardRequest): Promise<GuardReply> {
  if (request.kind === "open") {
    await session?.close();
    session = undefined;
    session = await openSession(request.bytes, request.options);
    return { inputs: session.inputNames, outputs: session.outputNames };
  }
  if (session === undefined) throw new Error("no model is loaded");
  const tensor = (await session.run(request.feeds))[request.output];
  if (tensor === undefined) throw new Error(`it gives no ${request.output}`);
  if (tensor.data.length > MOST_VALUES) throw new Error(`its output ${request.output} has ${tensor.data.length} values`);
  return { tensor };
}

process.on("message", (request: GuardRequest) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
// Whoever started this is gone.
process.on("disconnect", () => process.exit(0));
