import { createResponder, errorOf, type Numbered, type Reply, type Request } from "./protocol.js";

/** A way to a runner: a worker, or this thread. */
export interface Channel {
  send(message: Numbered): void;
  listen(onReply: (reply: Reply) => void, onError: (error: Error) => void): void;
  close(): Promise<void>;
}

/** Answers in the calling thread, which a step then blocks. */
export function openHere(): Channel {
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

/** Turns a channel into a function that asks and awaits the answer. */
export function asker(channel: Channel): (request: Request) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let count = 0;
  channel.listen(
    (reply) => {
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.kind === "done") waiter?.resolve(reply.value);
      else waiter?.reject(errorOf(reply));
    },
    (error) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  );
  return (request) =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      channel.send({ id: count, request });
    });
}
