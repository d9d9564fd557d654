import assert from "node:assert/strict";
import { test } from "node:test";
import { ppmFrames } from "#src/video/ppm-frames.js";

const frame = (width: number, height: number, value: number): Buffer => Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), Buffer.alloc(width * height * 3, value)]);

async function cutInto(bytes: Buffer, size: number): Promise<string[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const seen: string[] = [];
  for await (const { width, height, data } of ppmFrames(chunks())) seen.push(`${width}×${height} of ${data[0]} to ${data.at(-1)}`);
  return seen;
}

test("frames are cut out of a stream however its pieces lie", async () => {
  const stream = Buffer.concat([frame(3, 2, 7), frame(3, 2, 10), frame(20, 20, 255)]);
  for (const size of [1, 7, 64, 5000]) assert.deepEqual(await cutInto(stream, size), ["3×2 of 7 to 7", "3×2 of 10 to 10", "20×20 of 255 to 255"], `pieces of ${size}`);
  assert.deepEqual(await cutInto(Buffer.alloc(0), 1), []);
});

test("what is cut or something else is refused", async () => {
  await assert.rejects(cutInto(frame(3, 2, 7).subarray(0, 20), 8), /the last frame is cut/);
  await assert.rejects(cutInto(Buffer.from("<html>no frames at all, but something long"), 9), /no frames of a video/);
});
