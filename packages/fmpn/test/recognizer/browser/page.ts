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

function drawnOnCanvas(image: HTMLImageElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas;
}
