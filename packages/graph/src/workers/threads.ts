/**
 * Node's worker threads that run the native ONNX Runtime: `@fmpn/graph/threads`.
 *
 * A thread that goes away in the middle of a run, by `Worker.terminate` or `process.exit`, takes the process with it: the
 * run comes back to where nothing may be thrown any more, and its exception meets nobody ("terminate called after throwing
 * an instance of 'Napi::Error'"). So a thread is told to end, and does so between two tasks of its own.
 */
import { parentPort, Worker } from "node:worker_threads";

/** No message of ours is a string. */
const END = "end";
/** How long the end of the process waits for a thread that is at work, in milliseconds. */
const PATIENCE = 10_000;

/** Threads that run, each with the flag that it raises when it ends. */
const living = new Map<Worker, Int32Array>();

/** Starts a thread whose module {@link listen}s. The end of the process waits for what it is just doing. */
export function startThread(entry: URL, workerData?: unknown): Worker {
  const thread = new Worker(entry, { workerData });
  const ended = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  thread.postMessage(ended);
  living.set(thread, ended);
  for (const event of ["error", "exit"]) thread.once(event, () => living.delete(thread));
  if (!process.listeners("exit").includes(endAll)) process.on("exit", endAll);
  return thread;
}

/** In a thread: hands over what it is sent, until it is told to end. */
export function listen<Message>(answer: (message: Message) => void): void {
  let ended: Int32Array | undefined;
  parentPort?.on("message", (message: unknown) => {
    if (ended === undefined) {
      // What `startThread` sends first.
      ended = message as Int32Array;
    } else if (message === END) {
      Atomics.store(ended, 0, 1);
      Atomics.notify(ended, 0);
      process.exit(0);
    } else {
      answer(message as Message);
    }
  });
}

/** Ends a thread: what it has not answered yet, it leaves. Returns when it is gone. */
export async function endThread(thread: Worker): Promise<void> {
  if (!living.has(thread)) return;
  const gone = new Promise((resolve) => thread.once("exit", resolve));
  thread.ref();
  thread.postMessage(END);
  await gone;
}

/** Nothing is awaited any more when a process exits, so this blocks. */
function endAll(): void {
  for (const thread of living.keys()) thread.postMessage(END);
  for (const ended of living.values()) Atomics.wait(ended, 0, 0, PATIENCE);
}
