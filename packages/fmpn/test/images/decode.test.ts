import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import sharp from "sharp";
import { decodeImage } from "#src/images/decode.js";
import { encodePng } from "#src/images/encode-png.js";
import { toGray, toRgb } from "#src/images/gray.js";
import { createPicture, type Picture } from "#src/images/picture.js";
import { demoPicture } from "../demo-folder.js";
import { bmpOf } from "./bmp-files.js";
import { tiffOf } from "./tiff-files.js";
import { largestDifference, randomPicture } from "./random-picture.js";

const smooth = smoothPicture(40, 24);
const raw = () => sharp(Buffer.from(smooth.data), { raw: { width: 40, height: 24, channels: 3 } });

test("lossless formats come back as they were", async () => {
  const files = {
    png: await raw().png().toBuffer(),
    webp: await raw().webp({ lossless: true }).toBuffer(),
    tiff: await raw().tiff({ compression: "lzw" }).toBuffer(),
    bmp: bmpOf(smooth),
  };
  for (const [format, bytes] of Object.entries(files)) {
    assert.equal(largestDifference(await decodeImage(bytes), smooth), 0, format);
  }
  assert.equal(largestDifference(await decodeImage(await encodePng(smooth)), smooth), 0);
});

test("lossy formats come close", async () => {
  const files = {
    jpeg: await raw().jpeg({ quality: 95 }).toBuffer(),
    avif: await raw().avif({ quality: 90 }).toBuffer(),
    gif: await raw().gif().toBuffer(),
  };
  for (const [format, bytes] of Object.entries(files)) {
    const picture = await decodeImage(bytes);
    assert.equal(picture.channels, 3, format);
    assert.ok(largestDifference(picture, smooth) <= 24, `${format}: ${largestDifference(picture, smooth)}`);
  }
});

test("a picture is read from a path, an address, bytes, a blob, or is handed back", async () => {
  const path = demoPicture("L030_smile.jpg");
  const bytes = await readFile(path);
  const expected = await decodeImage(path);
  assert.equal(expected.width, 256);
  for (const source of [pathToFileURL(path), pathToFileURL(path).href, bytes, new Uint8Array(bytes).buffer, new Blob([bytes])]) {
    assert.equal(largestDifference(await decodeImage(source), expected), 0);
  }
  assert.equal(await decodeImage(expected), expected);
});

test("a picture is fetched from a server and from a data address; what a server refuses is reported", async () => {
  const bytes = await readFile(demoPicture("L030_smile.jpg"));
  const server = createServer((request, response) => {
    if (request.url === "/face.jpg") return response.end(bytes);
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const expected = await decodeImage(bytes);
    for (const source of [`${address}/face.jpg`, new URL(`${address}/face.jpg`), `data:image/jpeg;base64,${bytes.toString("base64")}`]) {
      assert.equal(largestDifference(await decodeImage(source), expected), 0);
    }
    await assert.rejects(decodeImage(`${address}/none.jpg`), /none\.jpg: could not be fetched: the server answered 404 Not Found$/);
  } finally {
    server.close();
  }
});

test("pixels as ImageData has them are laid on mid-grey, and only so many", async () => {
  const source = { width: 2, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 255, 10, 20, 30, 0) };
  assert.deepEqual([...(await decodeImage(source)).data], [10, 20, 30, 128, 128, 128]);
  await assert.rejects(decodeImage(source, { maxPixels: 1 }), /^ImageError: image: has 2 × 1 pixels/);
});

test("all eight EXIF orientations give the same upright picture", async () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const stored = storedFor(smooth, orientation);
    const bytes = await sharp(Buffer.from(stored.data), { raw: { width: stored.width, height: stored.height, channels: 3 } })
      .withMetadata({ orientation })
      .png()
      .toBuffer();
    const picture = await decodeImage(bytes);
    assert.deepEqual([picture.width, picture.height], [40, 24], `orientation ${orientation}`);
    assert.equal(largestDifference(picture, smooth), 0, `orientation ${orientation}`);
  }
});

test("gray, 16-bit, alpha and palette pictures become three channels of 8 bits", async () => {
  const gray = toGray(smooth);
  const rawGray = () => sharp(Buffer.from(gray.data), { raw: { width: 40, height: 24, channels: 1 } }).toColourspace("b-w");
  assert.deepEqual((await decodeImage(await rawGray().png().toBuffer())).data, toRgb(gray).data);
  assert.deepEqual((await decodeImage(await encodePng(gray))).data, toRgb(gray).data);

  const deep = await raw().toColourspace("rgb16").png().toBuffer();
  assert.equal((await sharp(deep).metadata()).depth, "ushort");
  assert.ok(largestDifference(await decodeImage(deep), smooth) <= 1);
  const deepGray = await sharp(Buffer.from(gray.data), { raw: { width: 40, height: 24, channels: 1 } }).toColourspace("grey16").png().toBuffer();
  assert.equal((await sharp(deepGray).metadata()).depth, "ushort");
  assert.ok(largestDifference(await decodeImage(deepGray), toRgb(gray)) <= 1);

  const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer();
  assert.deepEqual(Array.from((await decodeImage(clear)).data.subarray(0, 3)), [192, 64, 64]);
  const palette = await decodeImage(await raw().png({ palette: true, colours: 256, dither: 0 }).toBuffer());
  assert.ok(largestDifference(palette, smooth) <= 24);
});

test("floating-point numbers from 0 to 1, and whole ones to 255, are scaled; what would be shown too dark or too light is refused", async () => {
  for (const picture of [smooth, toGray(smooth)]) {
    const { width, height, channels, data } = picture;
    const read = async (values: Parameters<typeof tiffOf>[0]): Promise<Picture> => await decodeImage(tiffOf(values, width, height, channels), { name: "a.tif" });
    for (const values of [
      Uint8Array.from(data),
      Uint16Array.from(data, (value) => value * 257),
      Float32Array.from(data, (value) => value / 255),
      Float32Array.from(data),
    ]) {
      assert.ok(largestDifference(await read(values), toRgb(picture)) <= 1, `${values.constructor.name}, ${channels} channels`);
    }
    for (const values of [Float32Array.from(data, (value) => value * 3.5), Float32Array.from(data, (value) => value / 255 - 0.5), Float32Array.from(data, () => Number.NaN)]) {
      await assert.rejects(read(values), /^ImageError: a\.tif: cannot be decoded \(its floating-point numbers go from .* to .*, and 0 to 1 are read: bring it to 8 bits\)$/);
    }
    // A depth that sharp does not know.
    await assert.rejects(read(Float64Array.from(data, (value) => value / 255)), /^ImageError: a\.tif: cannot be decoded/);
    for (const values of [Int16Array.from(data), Uint32Array.from(data), Int32Array.from(data, (value) => value * 257)]) {
      await assert.rejects(read(values), /^ImageError: a\.tif: cannot be decoded \(its values are of the kind .*, whose white is not known: bring it to 8 or 16 bits\)$/);
    }
  }
});

test("a JPEG or PNG that lacks its end mark alone is read; one that lacks pixels is not", async () => {
  const jpeg = await raw().jpeg().toBuffer();
  const progressive = await raw().jpeg({ progressive: true }).toBuffer();
  const png = await raw().png().toBuffer();
  for (const [whole, mark] of [[jpeg, 2], [progressive, 2], [png, 12]] as const) {
    assert.equal(largestDifference(await decodeImage(whole.subarray(0, -mark)), await decodeImage(whole)), 0);
    for (const missing of [mark + 1, mark + 9, Math.floor(whole.length / 3)]) {
      await assert.rejects(decodeImage(whole.subarray(0, -missing)), /^ImageError: image: is a (?:JPEG|PNG) file that ends before its pixels do$/, `${missing} bytes`);
    }
  }
});

test("a colour profile is converted to sRGB", async () => {
  const red = { create: { width: 8, height: 8, channels: 3 as const, background: { r: 200, g: 60, b: 60 } } };
  const wide = await sharp(red).withIccProfile("p3").png().toBuffer();
  // The same colour has other numbers in Display P3; reading must undo that, not show the numbers.
  assert.ok(Math.abs((await sharp(wide).raw().toBuffer())[0] - 200) < 3);
  const [r, g, b] = (await decodeImage(wide)).data;
  assert.ok(Math.abs(r - 200) <= 2 && Math.abs(g - 60) <= 2 && Math.abs(b - 60) <= 2, `${r} ${g} ${b}`);
});

test("an animation gives its first frame", async () => {
  const frames = await Promise.all(
    [0, 255].map(async (value) => await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: value, g: 0, b: 0 } } }).png().toBuffer()),
  );
  const gif = await sharp(frames, { join: { animated: true } }).gif().toBuffer();
  const picture = await decodeImage(gif);
  assert.deepEqual([picture.width, picture.height, picture.data[0]], [8, 8, 0]);
});

/** Colour ramps, which lossy formats keep well. */
function smoothPicture(width: number, height: number): Picture {
  const picture = createPicture(width, height, 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) picture.data.set([20 + 5 * x, 30 + 6 * y, 120 + x + y], at);
  }
  return picture;
}

/** How a camera stores `upright` when it writes this orientation (TIFF 6, tag 274). */
function storedFor(upright: Picture, orientation: number): Picture {
  const swapped = orientation >= 5;
  const [width, height] = swapped ? [upright.height, upright.width] : [upright.width, upright.height];
  const stored = createPicture(width, height, 3);
  for (let y = 0; y < upright.height; y++) {
    for (let x = 0; x < upright.width; x++) {
      const [right, bottom] = [upright.width - 1 - x, upright.height - 1 - y];
      const places = [[x, y], [right, y], [right, bottom], [x, bottom], [y, x], [y, right], [bottom, right], [bottom, x]];
      const [column, row] = places[orientation - 1];
      const from = (y * upright.width + x) * 3;
      stored.data.set(upright.data.subarray(from, from + 3), (row * width + column) * 3);
    }
  }
  return stored;
}

test("noise survives PNG", async () => {
  const noise = randomPicture(33, 7, 3, 5);
  assert.equal(largestDifference(await decodeImage(await encodePng(noise)), noise), 0);
});
