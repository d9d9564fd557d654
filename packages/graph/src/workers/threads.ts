/**
 * Node's worker threads that run the native ONNX Runtime: `@fmpn/graph/threads`.
 *
 * A thread that goes away in the middle of a run, by `Worker.terminate` or `process.exit`, takes the process with it: the
 * run comes back to where nothing may be thrown any more, and its exception meets nobody ("terminate called after throwing
 * an instance of 'Napi::Error'"). So a thread is told to end, and does so between two tasks of its own.
 */
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { forbidTelemetry } from "../runtime/no-telemetry.js";

/** No message of ours is a string. */
const END = "end";
/** What a thread's flag says, at first 0. */
const LISTENS = 1;
const ENDING = 2;
const ENDED = 3;
/** How long the end of the process waits for threads that are at work, in milliseconds. */
const PATIENCE = 10_000;

/** Threads that run, each with its flag. */
const living = new Map<Worker, Int32Array>();

/**
 * Starts a thread whose module {@link listen}s, for {@link endThread} to end, not `terminate`. The end of the process waits
 * for what it is just doing.
 */
export function startThread(entry: URL, workerData?: unknown): Worker {
  if (isMainThread) forbidTelemetry();
  const thread = new Worker(entry, { workerData });
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  thread.postMessage(flag);
  living.set(thread, flag);
  thread.once("exit", () => living.delete(thread));
  if (!process.listeners("exit").includes(endAll)) process.on("exit", endAll);
  return thread;
}

/** In a thread: hands over what it is sent, until it is told to end. */
export function listen<Message>(answer: (message: Message) => void): void {
  let flag: Int32Array | undefined;
  // By an error, too.
  process.once("exit", () => flag && tell(flag, ENDED));
  parentPort?.on("message", (message: unknown) => {
    if (flag === undefined) {
      // What `startThread` sends first.
      flag = message as Int32Array;
      tell(flag, LISTENS);
    } else if (message === END || Atomics.load(flag, 0) === ENDING) {
      process.exit(0);
    } else {
      answer(message as Message);
    }
  });
}

/** Ends a thread before the next message that it was sent: what it has not answered yet, it leaves. Returns when it is gone. */
export async function endThread(thread: Worker): Promise<void> {
  const flag = living.get(thread);
  if (flag === undefined) return;
  // The process must not end before, also where the thread does not hold it (`unref`).
  const hold = setInterval(() => {}, PATIENCE);
  const gone = new Promise((resolve) => thread.once("exit", resolve));
  tellToEnd(thread, flag);
  await gone;
  clearInterval(hold);
}

/** Nothing is awaited any more when a process exits, so this blocks. */
function endAll(): void {
  const until = performance.now() + PATIENCE;
  for (const [thread, flag] of living) tellToEnd(thread, flag);
  for (const flag of living.values()) Atomics.wait(flag, 0, ENDING, Math.max(0, until - performance.now()));
}

/** The flag is seen before messages that still wait; the message wakes a thread that waits for one. */
function tellToEnd(thread: Worker, flag: Int32Array): void {
  Atomics.compareExchange(flag, 0, LISTENS, ENDING);
  thread.postMessage(END);
}

function tell(flag: Int32Array, state: number): void {
  Atomics.store(flag, 0, state);
  Atomics.notify(flag, 0);
}
