// What the page of recognizer.test.ts loads. Models lie where the package's own addresses lead from /page.js.
import type { ImageSource } from "#src/images/image-source.js";
import { Recognizer, type RecognizerOptions } from "#src/recognizer/recognizer.js";

export interface Seen {
  readonly provider: string;
  readonly eyes: readonly number[];
  readonly probabilities: Readonly<Record<string, number>>;
  readonly mask: Float32Array;
}

/** The one face of a fetched picture. */
export async function recognize(file: string, options: RecognizerOptions): Promise<Seen> {
  const recognizer = await Recognizer.load(options);
  const [face] = await recognizer.recognize(file);
  await recognizer.close();
  if (face === undefined) throw new Error(`${file}: no face`);
  const { provider, eyes, probabilities, mask } = face;
  return { provider, eyes: [eyes.left.x, eyes.left.y, eyes.right.x, eyes.right.y], probabilities, mask };
}

/** The most probable expression's share by the kind of source, for the same picture. */
export async function shareBySource(file: string, worker: boolean): Promise<Record<string, number>> {
  const recognizer = await Recognizer.load({ worker });
  const blob = await (await fetch(file)).blob();
  const image = new Image();
  image.src = file;
  await image.decode();
  const canvas = drawnOnCanvas(image);
  const offscreen = new OffscreenCanvas(canvas.width, canvas.height);
  offscreen.getContext("2d")?.drawImage(image, 0, 0);
  const bitmap = await createImageBitmap(blob);
  const sources: Record<string, ImageSource | undefined> = {
    address: file,
    url: new URL(file, location.href),
    blob,
    bytes: new Uint8Array(await blob.arrayBuffer()),
    image,
    bitmap,
    canvas,
    offscreen,
    imageData: canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height),
  };
  const shares: Record<string, number> = {};
  for (const [name, source] of Object.entries(sources)) {
    if (source === undefined) continue;
    // Twice: what the caller gave stays the caller's.
    await recognizer.recognize(source);
    const [face] = await recognizer.recognize(source);
    shares[name] = face?.probabilities[face.expression] ?? Number.NaN;
  }
  await recognizer.close();
  return shares;
}

/** What loading or recognising throws, as text. */
export async function failure(file: string, options: RecognizerOptions): Promise<string> {
  try {
    const recognizer = await Recognizer.load(options);
    await recognizer.recognize(file === "image" ? new Image() : file).finally(() => recognizer.close());
    return "none";
  } catch (error) {
    return String(error);
  }
}

/** Follows the face of a moving picture: as a camera's stream or as a `<video>` that shows it. */
export async function trackVideo(file: string, kind: "stream" | "video", worker: boolean): Promise<{ ids: number[][]; rejected: string }> {
  const recognizer = await Recognizer.load({ worker });
  const image = new Image();
  image.src = file;
  await image.decode();
  const canvas = drawnOnCanvas(image);
  let shift = 0;
  const timer = setInterval(() => {
    shift = (shift + 1) % 8;
    canvas.getContext("2d")?.drawImage(image, shift, 0);
  }, 20);
  const stream = canvas.captureStream();
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  if (kind === "video") await video.play();
  const controller = new AbortController();
  const ids: number[][] = [];
  let rejected = "";
  try {
    for await (const { faces } of recognizer.track(kind === "video" ? video : stream, { signal: controller.signal })) {
      ids.push(faces.map(({ id }) => id));
      if (ids.length === 6) controller.abort(new Error("seen enough"));
    }
  } catch (error) {
    rejected = String(error);
  }
  clearInterval(timer);
  await recognizer.close();
  return { ids, rejected };
}

/** What following a video that cannot be played throws, before and after it has failed; or a camera that shows nothing. */
export async function trackNothing(file: string): Promise<{ failing: string; failed: string; silent: string; empty: string; released: boolean }> {
  const recognizer = await Recognizer.load();
  const failureOf = async (stream: HTMLVideoElement | MediaStream, signal?: AbortSignal): Promise<string> => {
    try {
      await recognizer.track(stream, signal === undefined ? {} : { signal }).next();
      return "none";
    } catch (error) {
      return String(error);
    }
  };
  const video = document.createElement("video");
  video.src = file;
  const failing = await failureOf(video);
  const failed = await failureOf(video);
  const made: HTMLVideoElement[] = [];
  const create = document.createElement.bind(document);
  document.createElement = ((name: string) => {
    const element = create(name);
    if (element instanceof HTMLVideoElement) made.push(element);
    return element;
  }) as typeof document.createElement;
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("nothing to see")), 50);
  // A canvas that is asked for no frame.
  const canvas = document.createElement("canvas");
  canvas.getContext("2d");
  const silent = await failureOf(canvas.captureStream(0), controller.signal);
  const empty = await failureOf(new MediaStream());
  document.createElement = create;
  await recognizer.close();
  return { failing, failed, silent, empty, released: made.length === 1 && made[0]?.srcObject === null };
}

/** How the tracking of a moving picture ends after its source ended in one of many ways: the error, or "ended". */
export async function trackEnds(file: string): Promise<Record<string, string>> {
  const recognizer = await Recognizer.load();
  const image = new Image();
  image.src = file;
  await image.decode();
  const canvas = drawnOnCanvas(image);
  const timer = setInterval(() => canvas.getContext("2d")?.drawImage(image, 0, 0), 20);
  const shownIn = async (stream: MediaStream): Promise<HTMLVideoElement> => {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    return video;
  };
  const stop = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());
  const [stopped, shown, removed] = [canvas.captureStream(), canvas.captureStream(), canvas.captureStream()];
  const own = await shownIn(shown);
  const emptied = await shownIn(canvas.captureStream());
  const paused = await shownIn(canvas.captureStream());
  const dead = canvas.captureStream();
  stop(dead);
  const ways: Record<string, readonly [HTMLVideoElement | MediaStream, end: () => void]> = {
    "camera stopped": [stopped, () => stop(stopped)],
    "camera in the page's own video stopped": [own, () => stop(shown)],
    "track removed": [removed, () => removed.getTracks().forEach((track) => removed.removeTrack(track))],
    "source taken away": [emptied, () => (emptied.srcObject = null)],
    "paused, then taken away": [paused, () => (paused.pause(), setTimeout(() => (paused.srcObject = null), 300))],
    "stopped before": [dead, () => {}],
  };
  const ends = await Promise.all(
    Object.entries(ways).map(async ([name, [source, end]]) => {
      const patience = AbortSignal.timeout(20_000);
      let frames = 0;
      if (source === dead) end();
      try {
        for await (const _ of recognizer.track(source, { signal: patience })) if (++frames === 2) end();
        return [name, source === dead || frames >= 2 ? "ended" : `ended after ${frames} frames`];
      } catch (error) {
        return [name, String(error)];
      }
    }),
  );
  clearInterval(timer);
  await recognizer.close();
  return Object.fromEntries(ends) as Record<string, string>;
}

/** Whether a caller who leaves a stream that shows nothing any more lets go of it. */
export async function trackLeft(file: string): Promise<boolean> {
  const recognizer = await Recognizer.load();
  const image = new Image();
  image.src = file;
  await image.decode();
  const canvas = drawnOnCanvas(image);
  const timer = setInterval(() => canvas.getContext("2d")?.drawImage(image, 0, 0), 20);
  const made: HTMLVideoElement[] = [];
  const create = document.createElement.bind(document);
  document.createElement = ((name: string) => {
    const element = create(name);
    if (element instanceof HTMLVideoElement) made.push(element);
    return element;
  }) as typeof document.createElement;
  for await (const _ of recognizer.track(canvas.captureStream())) {
    clearInterval(timer);
    await new Promise((resolve) => setTimeout(resolve, 100));
    break;
  }
  document.createElement = create;
  await new Promise((resolve) => setTimeout(resolve, 50));
  await recognizer.close();
  return made.length === 1 && made[0]?.srcObject === null;
}

/**
 * What recognising a picture of another origin throws, and one whose signal is raised on the way into a worker; and how
 * many of the bitmaps made for the way still hold memory.
 */
export async function bitmapsLeft(address: string): Promise<{ foreign: string; aborted: string; made: number; left: number }> {
  const made: ImageBitmap[] = [];
  const create = globalThis.createImageBitmap.bind(globalThis);
  const recognizer = await Recognizer.load({ worker: true });
  const controller = new AbortController();
  globalThis.createImageBitmap = (async (source: ImageBitmapSource) => {
    const bitmap = await create(source);
    made.push(bitmap);
    if (source instanceof HTMLCanvasElement) controller.abort(new Error("too late"));
    return bitmap;
  }) as typeof createImageBitmap;
  const image = new Image();
  image.src = address;
  await image.decode();
  const failureOf = async (source: ImageSource, signal?: AbortSignal): Promise<string> => await recognizer.recognize(source, signal === undefined ? {} : { signal }).then(() => "none", String);
  const foreign = await failureOf(image);
  const aborted = await failureOf(document.createElement("canvas"), controller.signal);
  const blank = new OffscreenCanvas(40, 40);
  blank.getContext("2d");
  await recognizer.recognize(blank);
  globalThis.createImageBitmap = create;
  await recognizer.close();
  return { foreign, aborted, made: made.length, left: made.filter(({ width }) => width > 0).length };
}

function drawnOnCanvas(image: HTMLImageElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas;
}
