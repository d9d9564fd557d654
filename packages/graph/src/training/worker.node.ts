import { pathToFileURL } from "node:url";
import { packageFile } from "../package-files.js";
import { endThread, startThread } from "../workers/threads.js";
import type { TrainingChannel } from "./channel.js";
import type { Reply } from "./protocol.js";

/** Starts a worker thread of Node for the trainer. */
export function openWorker(): TrainingChannel {
  const worker = startThread(pathToFileURL(packageFile(import.meta.url, "@fmpn/graph", "dist/training/worker-entry.node.js")));
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
