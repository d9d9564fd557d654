// What the page of sources.test.ts loads.
import type { ImageSource } from "#src/images/image-source.js";
import { Recognizer } from "#src/recognizer/recognizer.js";

/** What each source gives: the expression, or the error's name and message. */
type Outcomes = Record<string, string>;

/** Sources that belong to an iframe, whose classes are not the page's. */
export async function ofIframe(file: string, worker: boolean): Promise<Outcomes> {
  const iframe = document.createElement("iframe");
  iframe.srcdoc = "<p>another realm</p>";
  document.body.append(iframe);
  await new Promise((loaded) => iframe.addEventListener("load", loaded));
  const there = iframe.contentWindow as (Window & typeof globalThis) | null;
  if (there === null) throw new Error("the iframe has no window");
  const address = new URL(file, location.href).href;
  const image = there.document.createElement("img");
  image.src = address;
  await image.decode();
  const canvas = there.document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0);
  const blob = await (await there.fetch(address)).blob();
  const bytes = new there.Uint8Array(await blob.arrayBuffer());
  return await outcomes(worker, {
    image,
    canvas,
    blob,
    bytes,
    buffer: bytes.buffer,
    pixels: context?.getImageData(0, 0, canvas.width, canvas.height),
    bitmap: await there.createImageBitmap(blob),
    url: new there.URL(address),
    file: new there.File([bytes], "x.jpg"),
    frame: new there.VideoFrame(canvas, { timestamp: 0 }),
  });
}

/** What is no picture, and what cannot be drawn yet. */
export async function refused(file: string, worker: boolean): Promise<Outcomes> {
  const canvas = new OffscreenCanvas(8, 8);
  const context = canvas.getContext("2d");
  const input = document.createElement("input");
  input.type = "file";
  const unloaded = new Image();
  unloaded.src = `${file}?slow`;
  const broken = new Image();
  broken.src = "none.jpg";
  await broken.decode().catch(() => {});
  const half = new ImageData(8, 8);
  return await outcomes(worker, {
    undefined: undefined,
    text: "",
    list: input.files,
    input,
    array: [...new Uint8Array(64)],
    clamped: half.data,
    response: new Response("x"),
    promise: Promise.resolve(canvas),
    svg: document.createElementNS("http://www.w3.org/2000/svg", "image"),
    context,
    wrapped: { 0: unloaded, length: 1 },
    stream: document.createElement("canvas").captureStream(),
    base64: btoa("\xff\xd8\xff".padEnd(3000, "\0")),
    unloaded,
    broken,
    video: document.createElement("video"),
  });
}

/** Addresses that carry their picture, or lead to one in memory. */
export async function carried(file: string, worker: boolean): Promise<Outcomes> {
  const blob = await (await fetch(file)).blob();
  const reader = new FileReader();
  const data = await new Promise<string>((resolve) => {
    reader.addEventListener("load", () => resolve(String(reader.result)));
    reader.readAsDataURL(blob);
  });
  return await outcomes(worker, { data, "data URL": new URL(data), blob: URL.createObjectURL(blob) });
}

async function outcomes(worker: boolean, sources: Readonly<Record<string, unknown>>): Promise<Outcomes> {
  const recognizer = await Recognizer.load({ worker });
  const found: Outcomes = {};
  for (const [name, source] of Object.entries(sources)) {
    found[name] = await recognizer.recognize(source as ImageSource).then(([face]) => face?.expression ?? "no face", String);
  }
  await recognizer.close();
  return found;
}
