/**
 * The end of Node's worker threads: `@fmpn/graph/threads`.
 *
 * `Worker.terminate` in the middle of a run of the native ONNX Runtime ends the whole process: the run comes back to a
 * thread that may throw no more, and its exception meets nobody ("terminate called after throwing an instance of
 * 'Napi::Error'"). So a thread is told to end, and does so between two tasks of its own.
 */
import { parentPort, type Worker } from "node:worker_threads";

/** No message of ours is a string. */
const END = "end";

/** In a thread: hands over what it is sent, until it is told to end. */
export function listen<Message>(answer: (message: Message) => void): void {
  parentPort?.on("message", (message: Message | typeof END) => {
    if (message === END) process.exit(0);
    answer(message as Message);
  });
}

/** Ends a thread that {@link listen}s: what it has not answered yet, it leaves. Returns when it is gone. */
export async function endThread(worker: Worker): Promise<void> {
  // One that has ended already tells nobody any more.
  if (worker.threadId === -1) return;
  const gone = new Promise((resolve) => worker.once("exit", resolve));
  worker.ref();
  worker.postMessage(END);
  await gone;
}
