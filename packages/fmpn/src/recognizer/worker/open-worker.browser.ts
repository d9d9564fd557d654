import type { Channel } from "@fmpn/graph/channel";
import type { Reply, Request } from "./protocol.js";

/** Starts a module worker of the browser. */
export function openWorker(): Channel<Request, Reply> {
  const worker = new Worker(new URL("./recognizer-worker.browser.js", import.meta.url), { type: "module" });
  return {
    send: (message, transfer = []) => worker.postMessage(message, [...transfer] as Transferable[]),
    listen(onReply, onError) {
      worker.addEventListener("message", (event: MessageEvent<Reply>) => onReply(event.data));
      worker.addEventListener("error", (event) => {
        // The event of a script that could not be fetched tells nothing.
        onError(new Error(`The recogniser's worker failed: ${event.message ?? "its script recognizer-worker.browser.js could not be loaded"}`));
      });
    },
    close: async () => worker.terminate(),
  };
}
