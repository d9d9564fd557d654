import { Interrupted } from "./stop-between-steps.js";

/** Ctrl-C and SIGTERM as work hears them. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** Settles when it's time to stop. */
  readonly stopped: Promise<void>;
  /** Gives both back to whoever had them. */
  readonly release: () => void;
}

/** Lets work end by itself at Ctrl-C or SIGTERM; asked a second time the process ends at once. */
export function stopSignal(): StopSignal {
  const stop = new AbortController();
  const handlers = { SIGINT: 130, SIGTERM: 143 } as const;
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve(), { once: true }));
  const listeners = Object.entries(handlers).map(([name, code]) => {
    const listener = (): void => {
      if (stop.signal.aborted) process.exit(code);
      stop.abort(new Interrupted("stopped; the same command goes on from here"));
    };
    process.removeAllListeners(name);
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: stop.signal,
    stopped,
    release: () => {
      for (const { name, listener } of listeners) process.removeListener(name, listener);
    },
  };
}
