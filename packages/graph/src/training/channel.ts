import type { Channel } from "../workers/channel.js";
import { createResponder, type Reply, type Request } from "./protocol.js";

/** A way to a step runner: a worker, or this thread. */
export type TrainingChannel = Channel<Request, Reply>;

/** Answers in the calling thread, which a step then blocks. */
export function openHere(): TrainingChannel {
  const respond = createResponder();
  let deliver: (reply: Reply) => void = () => {};
  return {
    send: (message) => void respond(message).then((reply) => deliver(reply)),
    listen(onReply) {
      deliver = onReply;
    },
    async close() {},
  };
}
