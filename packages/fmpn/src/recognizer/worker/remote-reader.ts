import { openWorker } from "#recognizer-worker";
import { absoluteAddress } from "#absolute-address";
import { asker } from "@fmpn/graph/channel";
import { knowAddress, knowFile, knowSource } from "../../images/known-source.js";
import { nameOfSource } from "../../images/source-name.js";
import type { Answer } from "../answer.js";
import type { FaceReader, FaceReaderOptions, RecognizedFace } from "../face-reader.js";
import { untilAborted } from "../until-aborted.js";
import { unpackError } from "./errors.js";
import { type Parcel, postableFile } from "./postable.js";
import { postImage } from "./post-image.js";
import type { Opened, PostedImage, PostedOptions, Reply, Request } from "./protocol.js";

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
  const askTask = async (signal: AbortSignal | undefined, makeRequest: (task: number) => Request, transfer: readonly object[] = []): Promise<unknown> => {
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
      const known = knowSource(source);
      // What the caller knows a picture by is lost on the way, where it becomes bytes or another address.
      const name = options.name ?? nameOfSource(known, "image");
      const post = async (image: PostedImage, transfer: readonly object[]): Promise<RecognizedFace[]> =>
        (await askTask(signal, (task) => ({ kind: "recognize", task, image, options: { ...options, name } }), transfer)) as RecognizedFace[];
      return await postImage(known, name, post, signal);
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

async function postableOptions({ model, provider, threads, wholeNumbers, detector }: Omit<FaceReaderOptions, "signal">): Promise<Parcel<PostedOptions>> {
  if (detector !== undefined && "detect" in detector) {
    throw new TypeError("A detector of your own cannot be posted to a worker: load without `worker`.");
  }
  const file = model === undefined ? undefined : await postableFile(knowFile(model, "A model"));
  const content: PostedOptions = {
    model: file?.content,
    provider,
    threads,
    wholeNumbers,
    detector: detector && {
      models: detector.models && absoluteAddress(knowAddress(detector.models, "detector.models, a folder,")),
      provider: detector.provider,
      wholeNumbers: detector.wholeNumbers,
    },
  };
  return { content, transfer: file?.transfer ?? [] };
}

function valueOf(reply: Reply): unknown {
  if (reply.kind === "done") return reply.value;
  throw unpackError(reply.error);
}
