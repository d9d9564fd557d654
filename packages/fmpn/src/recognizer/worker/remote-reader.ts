import { openWorker } from "#recognizer-worker";
import { asker } from "@fmpn/graph";
import type { Answer } from "../answer.js";
import type { FaceReader, FaceReaderOptions, RecognizedFace } from "../face-reader.js";
import { untilAborted } from "../until-aborted.js";
import { unpackError } from "./errors.js";
import { absolute, type Parcel, postableFile } from "./postable.js";
import { postImage } from "./post-image.js";
import type { Opened, PostedOptions, Reply, Request } from "./protocol.js";

/**
 * Loads models and detector into a worker of their own, so that the calling thread never waits for them.
 *
 * @throws TypeError for a detector of the caller's own, which cannot be posted
 */
export async function openRemoteReader({ signal, ...options }: FaceReaderOptions): Promise<FaceReader> {
  const { content, transfer } = await postableOptions(options);
  signal?.throwIfAborted();
  const channel = openWorker();
  const ask = asker(channel, valueOf);
  let tasks = 0;
  const askTask = async (signal: AbortSignal | undefined, makeRequest: (task: number) => Request, transfer: Parcel<unknown>["transfer"] = []): Promise<unknown> => {
    signal?.throwIfAborted();
    tasks += 1;
    const task = tasks;
    return await untilAborted(ask(makeRequest(task), transfer), signal, () => void ask({ kind: "cancel", task }).catch(() => {}));
  };
  const opened = (await untilAborted(ask({ kind: "open", options: content }, transfer), signal).catch(async (error: unknown) => {
    await channel.close();
    throw error;
  })) as Opened;
  return {
    ...opened,
    async recognize(source, { signal, ...options } = {}) {
      signal?.throwIfAborted();
      const name = options.name ?? nameOf(source);
      const named = name === undefined ? options : { ...options, name };
      return await postImage(source, name, async (image, transfer) => {
        return (await askTask(signal, (task) => ({ kind: "recognize", task, image, options: named }), transfer)) as RecognizedFace[];
      });
    },
    async classify(crop, { signal, ...options } = {}) {
      return (await askTask(signal, (task) => ({ kind: "classify", task, crop, options }))) as Answer;
    },
    async close() {
      // What the networks hold goes with the worker, also where it has failed and answers no more.
      await ask({ kind: "close" }).catch(() => {});
      await channel.close();
    },
  };
}

async function postableOptions({ model, provider, threads, detector }: Omit<FaceReaderOptions, "signal">): Promise<Parcel<PostedOptions>> {
  if (detector !== undefined && "detect" in detector) {
    throw new TypeError("A detector of your own cannot be posted to a worker: load without `worker`.");
  }
  const file = model === undefined ? undefined : await postableFile(model);
  const content: PostedOptions = {
    ...(file === undefined ? {} : { model: file.content }),
    ...(provider === undefined ? {} : { provider }),
    ...(threads === undefined ? {} : { threads }),
    ...(detector === undefined
      ? {}
      : {
          detector: {
            ...(detector.models === undefined ? {} : { models: absolute(detector.models) }),
            ...(detector.provider === undefined ? {} : { provider: detector.provider }),
          },
        }),
  };
  return { content, transfer: file?.transfer ?? [] };
}

/** What the caller knows a picture by, lost on the way where it becomes bytes or another address. */
function nameOf(source: unknown): string | undefined {
  if (typeof source === "string" || source instanceof URL) return String(source).startsWith("data:") ? undefined : String(source);
  return typeof File !== "undefined" && source instanceof File ? source.name : undefined;
}

function valueOf(reply: Reply): unknown {
  if (reply.kind === "done") return reply.value;
  throw unpackError(reply.error);
}
