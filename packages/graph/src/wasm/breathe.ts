/** How long the kernels may hold a thread before its event loop turns once, in milliseconds. */
const longest = 8;

let since = performance.now();

/**
 * Lets the event loop turn where it has not for a while. A run of the kernels is one long call: without this, work that is made
 * of many runs would let no timer, request or abort in before its end.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - since < longest) return;
  await new Promise<void>((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
  since = performance.now();
}
