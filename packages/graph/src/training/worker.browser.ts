import type { TrainingChannel } from "./channel.js";
import type { Reply } from "./protocol.js";

/** Starts a module worker of the browser for the trainer. */
export function openWorker(): TrainingChannel {
  const worker = new Worker(new URL("./worker-entry.browser.js", import.meta.url), { type: "module" });
  return {
    send: (message) => worker.postMessage(message),
    listen(onReply, onError) {
      worker.addEventListener("message", (event: MessageEvent<Reply>) => onReply(event.data));
      worker.addEventListener("error", (event) => onError(new Error(`The training worker failed: ${event.message}`)));
    },
    close: async () => worker.terminate(),
  };
}
