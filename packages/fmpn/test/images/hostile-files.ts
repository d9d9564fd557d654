import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { bmpOf } from "./bmp-files.js";
import { randomBytes, randomPicture } from "./random-picture.js";

/** What must come of a file: a reason of this kind, a picture, or either (bits flipped at random). */
export type Expected = "picture" | "either" | RegExp;

/** Writes 500 files into a folder: good, damaged and hostile ones, made from seeds. */
export async function writeHostileFiles(folder: string): Promise<Map<string, Expected>> {
  const expected = new Map<string, Expected>();
  await mkdir(folder, { recursive: true });
  const write = async (name: string, bytes: Uint8Array | string, outcome: Expected) => {
    const numbered = `${String(expected.size).padStart(3, "0")}-${name}`;
    await writeFile(path.join(folder, numbered), bytes);
    expected.set(numbered, outcome);
  };
  const good = await goodFiles();
  for (const [format, bytes] of good) {
    await write(`good.${format}`, bytes, "picture");
    // The first bytes tell the format, not the name.
    await write(`other-name-${format}.${format === "png" ? "jpg" : "png"}`, bytes, "picture");
    for (let part = 1; part <= 20; part++) {
      const cut = Math.floor((bytes.length * part) / 21);
      await write(`cut-${part}.${format}`, bytes.subarray(0, cut), /./);
    }
    for (let seed = 1; seed <= 20; seed++) await write(`flipped-${seed}.${format}`, flipped(bytes, seed), "either");
  }
  for (const [format, bytes] of bombs()) await write(`bomb.${format}`, bytes, /50000 × 50000 pixels/);
  for (const name of ["empty.jpg", "empty.png", "empty", "empty.svg"]) await write(name, new Uint8Array(), /zero bytes/);
  for (const [i, drawing] of drawings().entries()) {
    await write(`drawing-${i}.svg`, drawing, /SVG/);
    await write(`drawing-${i}.jpg`, drawing, /SVG/);
  }
  await write("page.png", "<!DOCTYPE html><html><img src='http://127.0.0.1:9/x'></html>", /web page/);
  await write("paper.jpg", "%PDF-1.7\n1 0 obj", /PDF/);
  await write("words.jpeg", "This is not a picture.\n".repeat(20), /no picture/);
  for (let seed = 1; expected.size < 500; seed++) {
    const next = randomBytes(seed);
    const noise = Uint8Array.from({ length: 1 + seed * 7 }, next);
    if (seed % 2 === 0) noise.set(good[seed % good.length][1].subarray(0, 12));
    await write(`random-${seed}.${seed % 4 === 0 ? "png" : "jpg"}`, noise, /./);
  }
  return expected;
}

async function goodFiles(): Promise<[string, Uint8Array][]> {
  const picture = randomPicture(48, 40, 3, 3);
  const raw = () => sharp(Buffer.from(picture.data), { raw: { width: 48, height: 40, channels: 3 } });
  return [
    ["jpg", await raw().jpeg().toBuffer()],
    ["png", await raw().png().toBuffer()],
    ["webp", await raw().webp().toBuffer()],
    ["avif", await raw().avif({ effort: 0 }).toBuffer()],
    ["gif", await raw().gif().toBuffer()],
    ["tif", await raw().tiff({ compression: "none" }).toBuffer()],
    ["bmp", bmpOf(picture)],
  ];
}

function flipped(bytes: Uint8Array, seed: number): Uint8Array {
  const next = randomBytes(seed);
  const copy = bytes.slice();
  for (let i = 0; i < 8; i++) copy[((next() << 8) | next()) % copy.length] ^= 1 << (next() & 7);
  return copy;
}

/** Small files that declare 50,000 × 50,000 pixels: ten gigabytes if they were believed. */
function bombs(): [string, Uint8Array][] {
  const side = 50_000;
  const bmp = bmpOf(randomPicture(2, 2, 3));
  new DataView(bmp.buffer).setInt32(18, side, true);
  new DataView(bmp.buffer).setInt32(22, side, true);
  const webp = new Uint8Array(64);
  webp.set(Buffer.from("RIFF\x38\0\0\0WEBPVP8X\x0a\0\0\0", "latin1"));
  const less = side - 1;
  webp.set([less & 255, (less >> 8) & 255, less >> 16, less & 255, (less >> 8) & 255, less >> 16], 24);
  const tiff = Buffer.alloc(64);
  tiff.write("II*\0\x08\0\0\0\x02\0", "latin1");
  for (const [i, tag] of [256, 257].entries()) {
    tiff.writeUInt16LE(tag, 10 + i * 12);
    tiff.writeUInt16LE(4, 12 + i * 12);
    tiff.writeUInt32LE(1, 14 + i * 12);
    tiff.writeUInt32LE(side, 18 + i * 12);
  }
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9]);
  jpeg.writeUInt16BE(side, 7);
  jpeg.writeUInt16BE(side, 9);
  const gif = Buffer.alloc(40);
  gif.write("GIF89a", "latin1");
  gif.writeUInt16LE(side, 6);
  gif.writeUInt16LE(side, 8);
  return [["png", pngBomb(side)], ["bmp", bmp], ["webp", webp], ["tif", tiff], ["jpg", jpeg], ["gif", gif]];
}

function pngBomb(side: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    // The checksum is left wrong: nobody may get as far as checking it.
    return Buffer.concat([length, Buffer.from(type, "latin1"), data, Buffer.alloc(4)]);
  };
  const zeros = deflateSync(Buffer.alloc(1 << 20));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", zeros), chunk("IEND", Buffer.alloc(0))]);
}

/** Drawings that ask for other files, in the encodings and disguises that they come in. */
function drawings(): (string | Uint8Array)[] {
  const link = '<image href="file:///etc/hostname" width="9" height="9"/><image xlink:href="http://127.0.0.1:9/a.png"/>';
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${link}</svg>`;
  return [
    drawing,
    `<?xml version="1.0"?>\n${drawing}`,
    `\ufeff  \n<!-- a picture -->${drawing}`,
    Buffer.from(`\ufeff${drawing}`, "utf16le"),
    `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg width="9" height="9"><text>&a;</text></svg>`,
  ];
}
