import { pathToFileURL } from "node:url";
import type { Channel } from "@fmpn/graph/channel";
import { endThread, startThread } from "@fmpn/graph/threads";
import { ownFile } from "../../package-file.node.js";
import type { Reply, Request } from "./protocol.js";

/** Starts a worker thread of Node. It keeps the process alive only while something is asked of it. */
export function openWorker(): Channel<Request, Reply> {
  const worker = startThread(pathToFileURL(ownFile("dist/recognizer/worker/recognizer-worker.node.js")));
  worker.unref();
  let asked = 0;
  return {
    send(message, transfer = []) {
      worker.postMessage(message, [...transfer] as ArrayBuffer[]);
      if (asked === 0) worker.ref();
      asked += 1;
    },
    listen(onReply, onError) {
      worker.on("message", (reply: Reply) => {
        asked -= 1;
        if (asked === 0) worker.unref();
        onReply(reply);
      });
      worker.on("error", onError);
      worker.on("exit", (code) => onError(new Error(`The recogniser's thread has ended with code ${code}.`)));
    },
    close: async () => await endThread(worker),
  };
}
