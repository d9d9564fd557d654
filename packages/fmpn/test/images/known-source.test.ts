// Everything that may be given for a picture: known by what it is, whatever realm it comes from, or refused by name.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { decodeImage } from "#src/images/decode.js";
import type { ImageSource } from "#src/images/image-source.js";
import { encodePng } from "#src/images/encode-png.js";
import { knowSource } from "#src/images/known-source.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { largestDifference, randomPicture } from "./random-picture.js";

const picture = randomPicture(4, 3, 3, 1);
const rgba = Uint8Array.from({ length: 4 * 3 * 4 }, (_, at) => (at % 4 === 3 ? 255 : (picture.data[Math.floor(at / 4) * 3 + (at % 4)] ?? 0)));

test("files and pixels of another realm are read as those of this one", async () => {
  const png = Buffer.from(await encodePng(picture));
  const there = runInNewContext("({ bytes: Uint8Array.from(png), clamped: Uint8ClampedArray.from(rgba), rgb: Uint8ClampedArray.from(rgb) })", { png, rgba, rgb: picture.data }) as { bytes: Uint8Array; clamped: Uint8ClampedArray; rgb: Uint8ClampedArray };
  assert.equal((there.bytes as unknown) instanceof Uint8Array, false);
  const { width, height } = picture;
  for (const [what, source] of Object.entries({
    bytes: there.bytes,
    part: there.bytes.subarray(0),
    buffer: there.bytes.buffer,
    blob: new Blob([png]),
    file: new File([png], "a.png"),
    data: `data:image/png;base64,${Buffer.from(png).toString("base64")}`,
    blobAddress: URL.createObjectURL(new Blob([png])),
    pixels: { width, height, data: there.clamped },
    // As decoders for Node hand them out.
    buffered: { width, height, data: Buffer.from(rgba) },
    picture: { width, height, channels: 3, data: there.rgb },
    bufferedPicture: { width, height, channels: 3, data: Buffer.from(picture.data) },
  })) {
    assert.equal(largestDifference(await decodeImage(source as ImageSource), picture), 0, what);
  }
});

test("whatever is no picture is refused with a TypeError that says what was given, and never read or fetched", async () => {
  const asked: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (async (address: string) => {
    asked.push(String(address));
    throw new Error("not to be called");
  }) as typeof globalThis.fetch;
  const recognizers = await Promise.all([Recognizer.load(), Recognizer.load({ worker: true })]);
  try {
    for (const [value, message] of [
      [undefined, /given was undefined\.$/],
      [null, /given was null\.$/],
      [5, /given was 5\.$/],
      ["", /given was an empty text\.$/],
      [Symbol("picture"), /given was a symbol\.$/],
      [() => {}, /given was a function\.$/],
      [[1, 2, 3], /given was an Array: many pictures are for recognizeAll\.$/],
      [Promise.resolve("a.jpg"), /given was a Promise: await it first\.$/],
      [new Response("x"), /given was a Response: give what it brings, await response\.blob\(\)\.$/],
      [new ReadableStream(), /given was a ReadableStream: read it to its end/],
      [Readable.from(["x"]), /given was a Readable: read it to its end first\.$/],
      [new DataView(new ArrayBuffer(8)), /given was a DataView: give its bytes as a Uint8Array\.$/],
      [new Uint8ClampedArray(12), /given was a Uint8ClampedArray: pixels need a size/],
      [new Float32Array(12), /given was a Float32Array\.$/],
      [{ current: null }, /given was an object with current\.$/],
      [{}, /given was an object with nothing\.$/],
      [{ width: 4, height: 3, data: new Uint8Array(36) }, /pixels of 4 × 3 are 48 values .*; its data is a Uint8Array of 36\.$/],
      [{ width: 4, height: 3, data: new Float32Array(48) }, /its data is a Float32Array of 48\.$/],
    ] as const) {
      const expected = (error: unknown): boolean => error instanceof TypeError && message.test(error.message);
      const source = value as unknown as ImageSource;
      assert.throws(() => knowSource(source), expected);
      await assert.rejects(decodeImage(source), expected);
      for (const recognizer of recognizers) await assert.rejects(recognizer.recognize(source), expected);
    }
    // What only a page draws, known by name alone.
    const element = { get [Symbol.toStringTag]() { return "HTMLImageElement"; } };
    for (const recognizer of recognizers) {
      await assert.rejects(recognizer.recognize(element as unknown as ImageSource), /^TypeError: Only a browser can read an HTMLImageElement: pass a path, bytes or pixels\.$/);
    }
    for (const wrong of [5, {}, [], new Uint8ClampedArray(3)]) {
      for (const worker of [false, true]) {
        await assert.rejects(Recognizer.load({ worker, model: wrong as unknown as string }), /^TypeError: A model is an address or path, bytes, or a Blob; given was /);
        await assert.rejects(Recognizer.load({ worker, detector: { models: wrong as unknown as string } }), /^TypeError: detector\.models, a folder, is an address or path; given was /);
      }
    }
  } finally {
    globalThis.fetch = fetch;
    for (const recognizer of recognizers) await recognizer.close();
  }
  assert.deepEqual(asked, []);
});

test("base64 without the data: before it is named, in few words; names in messages stay short", async () => {
  const text = Buffer.from(await encodePng(randomPicture(200, 200, 3, 2))).toString("base64");
  await assert.rejects(decodeImage(text), ({ name, message }: Error) => name === "ImageError" && message.length < 400 && /is base64 text, neither a path nor an address: put "data:;base64," before it/.test(message));
  await assert.rejects(Recognizer.load({ model: text }), ({ name, message }: Error) => name === "ModelFileError" && message.length < 400 && /is base64 text/.test(message));
  assert.equal((await decodeImage(`data:;base64,${text}`)).width, 200);
  await assert.rejects(decodeImage(new URL(`data:image/png;base64,${text.slice(0, 9000)}`)), ({ message }: Error) => message.startsWith("image: "));
  await assert.rejects(decodeImage(`/no/such/folder/${"long/".repeat(200)}a.png`), ({ message }: Error) => message.length < 300 && message.endsWith("a.png: does not exist"));
});
