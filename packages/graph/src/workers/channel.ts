/** A request with the number by which its answer finds back. */
export interface Numbered<Request> {
  readonly id: number;
  readonly request: Request;
}

/** A way to someone who answers: a worker, or this thread. */
export interface Channel<Request, Reply> {
  /** @param transfer what is handed over instead of copied */
  send(message: Numbered<Request>, transfer?: readonly object[]): void;
  /** @param onError the other side is gone: nothing will be answered any more */
  listen(onReply: (reply: Reply) => void, onError: (error: Error) => void): void;
  close(): Promise<void>;
}

/**
 * Turns a channel into a function that asks and awaits the answer.
 *
 * @param valueOf what an answer tells; throws where it tells of an error
 */
export function asker<Request, Reply extends { readonly id: number }>(
  channel: Channel<Request, Reply>,
  valueOf: (reply: Reply) => unknown,
): (request: Request, transfer?: readonly object[]) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let count = 0;
  let failure: Error | undefined;
  channel.listen(
    (reply) => {
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      try {
        waiter?.resolve(valueOf(reply));
      } catch (error) {
        waiter?.reject(error);
      }
    },
    (error) => {
      // The first tells the reason, as before the end of a thread its error.
      failure ??= error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  );
  return (request, transfer) =>
    new Promise((resolve, reject) => {
      // What is asked of a worker that is gone would wait for ever.
      if (failure !== undefined) return reject(failure);
      count += 1;
      // First: what cannot be sent throws, and nobody waits for its answer.
      channel.send({ id: count, request }, transfer);
      waiting.set(count, { resolve, reject });
    });
}
