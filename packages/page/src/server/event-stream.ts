import type { Context } from "hono";
import { streamSSE } from "hono/streaming";

/** Something that happened, as an `EventSource` in a page hears it. */
export interface ServerEvent {
  /** The event's type; by default "message". */
  readonly event?: string | undefined;
  /** Sent as JSON. */
  readonly data: unknown;
  readonly id?: string | undefined;
}

/** How often a silent stream says that it lives, or proxies and browsers would take it for dead. */
const HEARTBEAT = 15_000;

/**
 * Answers with events as they happen until the page goes away or the source ends.
 *
 * @param source what to tell; it is told by `signal` when nobody listens any more, and must then end
 */
export function eventStream(context: Context, source: (signal: AbortSignal) => AsyncIterable<ServerEvent>): Response {
  context.header("X-Accel-Buffering", "no");
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    const heartbeat = setInterval(() => void stream.write(": \n\n").catch(() => gone.abort()), HEARTBEAT);
    heartbeat.unref();
    try {
      for await (const { event, data, id } of source(gone.signal)) {
        if (gone.signal.aborted) break;
        await stream.writeSSE({ data: JSON.stringify(data), ...(event === undefined ? {} : { event }), ...(id === undefined ? {} : { id }) });
      }
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    } finally {
      clearInterval(heartbeat);
      gone.abort();
    }
  });
}
