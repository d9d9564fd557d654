import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeImage } from "#src/images/decode.js";
import { imageFormat, readImageHeader } from "#src/images/image-header.js";
import { heifHeader } from "./heif-files.js";

test("the brands of a HEIF file tell AVIF from HEIC", () => {
  for (const [major, compatible, format] of [
    ["avif", ["mif1", "miaf"], "avif"],
    ["avis", [], "avif"],
    ["mif1", ["avif", "miaf"], "avif"],
    ["heic", ["mif1", "heic"], "heic"],
    ["heix", [], "heic"],
    ["hevc", ["msf1"], "heic"],
    ["mif1", ["heic", "hevc", "miaf"], "heic"],
    ["isom", ["mp41"], undefined],
  ] as const) {
    assert.equal(imageFormat(heifHeader(major, ...compatible)), format, `${major} ${compatible.join(" ")}`);
  }
  // A brand counts in its place only: this version number is none.
  const bytes = heifHeader("heic");
  bytes.set(Buffer.from("avif"), 12);
  assert.equal(imageFormat(bytes), "heic");
  assert.deepEqual(readImageHeader(heifHeader("mif1", "avif")), { format: "avif", width: 64, height: 48, whole: true });
});

test("a HEIC picture is refused with what to do, also where only its first bytes are there", async () => {
  const bytes = heifHeader("heic", "mif1", "heic");
  for (const given of [bytes, bytes.subarray(0, 24), bytes.subarray(0, 12)]) {
    await assert.rejects(decodeImage(given, { name: "IMG_1.HEIC" }), { name: "ImageError", fault: "unsupported", message: "IMG_1.HEIC: is a HEIC picture; convert it to JPEG" });
  }
});
