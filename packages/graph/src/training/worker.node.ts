import { endThread, startThread } from "../workers/threads.js";
import type { TrainingChannel } from "./channel.js";
import type { Reply } from "./protocol.js";

/** Starts a worker thread of Node for the trainer. */
export function openWorker(): TrainingChannel {
  const worker = startThread(new URL("./worker-entry.node.js", import.meta.url));
  return {
    send: (message) => worker.postMessage(message),
    listen(onReply, onError) {
      worker.on("message", (reply: Reply) => onReply(reply));
      worker.on("error", onError);
      worker.on("exit", (code) => onError(new Error(`The training thread has ended with code ${code}.`)));
    },
    close: async () => await endThread(worker),
  };
}
