import type { Numbered } from "@fmpn/graph/channel";
import { type FaceReader, openFaceReader } from "../face-reader.js";
import { packError } from "./errors.js";
import type { PostedImage, Reply, Request } from "./protocol.js";

/** The worker's side: a face reader that is asked by messages. */
export function createResponder(): (message: Numbered<Request>) => Promise<Reply> {
  let reader: FaceReader | undefined;
  const tasks = new Map<number, AbortController>();
  const opened = (): FaceReader => {
    if (reader === undefined) throw new Error("The recogniser is not open.");
    return reader;
  };
  const cancellable = async <T>(task: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const controller = new AbortController();
    tasks.set(task, controller);
    try {
      return await work(controller.signal);
    } finally {
      tasks.delete(task);
    }
  };
  const handle = async (request: Request): Promise<Extract<Reply, { kind: "done" }>["value"]> => {
    switch (request.kind) {
      case "open":
        reader = await openFaceReader(request.options);
        return { model: reader.model, provider: reader.provider };
      case "recognize":
        return await cancellable(request.task, async (signal) => {
          try {
            return await opened().recognize(request.image, { ...request.options, signal });
          } finally {
            freeImage(request.image);
          }
        });
      case "classify":
        return await cancellable(request.task, async (signal) => await opened().classify(request.crop, { ...request.options, signal }));
      case "cancel":
        tasks.get(request.task)?.abort();
        return undefined;
      case "close":
        await reader?.close();
        reader = undefined;
        return undefined;
    }
  };
  return async ({ id, request }) => {
    try {
      return { id, kind: "done", value: await handle(request) };
    } catch (error) {
      return { id, kind: "error", error: packError(error) };
    }
  };
}

/** A bitmap was made for the way here; it holds memory that the garbage collector does not see. */
function freeImage(image: PostedImage): void {
  if (typeof ImageBitmap !== "undefined" && image instanceof ImageBitmap) image.close();
}
