import assert from "node:assert/strict";
import { test } from "node:test";
import { uniqueName } from "#src/recognize/unique-name.js";

const END = "-annotated.png";

test("letters, marks and digits of every script are kept; other signs are replaced", () => {
  const cases = {
    "in/photo.jpg": "photo",
    "हिन्दी.jpg": "हिन्दी",
    "e\u0301te\u0301.jpg": "\u00e9t\u00e9",
    "ภาษาไทย.png": "ภาษาไทย",
    "می‌خواهم.jpg": "می‌خواهم",
    "写真 1.jpg": "写真 1",
    "a<b>|c.jpg": "a_b_c",
    "v1.2.final.jpg": "v1.2.final",
    ".jpg": ".jpg",
    "https://example.com/caf%C3%A9/%C3%A9t%C3%A9.jpg": "été",
    "https://example.com/a.jpg?w=1.5&h=2": "a",
    "https://example.com/": "picture",
    "https://example.com/100%.jpg": "100_",
  };
  for (const [picture, base] of Object.entries(cases)) assert.equal(uniqueName(picture, END, new Map()), `${base}${END}`, picture);
});

test("names that file systems would take for one get numbers, the same picture keeps its own", () => {
  const taken = new Map<string, string>();
  assert.equal(uniqueName("a/Photo.jpg", END, taken), `Photo${END}`);
  assert.equal(uniqueName("b/photo.png", END, taken), `photo-2${END}`);
  assert.equal(uniqueName("a/Photo.jpg", END, taken), `Photo${END}`);
  assert.equal(uniqueName("\u00e9.jpg", END, taken), `\u00e9${END}`);
  assert.equal(uniqueName("e\u0301.jpg", END, taken), `\u00e9-2${END}`);
});

test("names are cut to what file systems take, between letters, and stay different", () => {
  const taken = new Map<string, string>();
  const long = ["x".repeat(247), "写".repeat(82), "हि".repeat(60), "👩‍👩‍👧".repeat(20)];
  for (const name of long) {
    const found = uniqueName(`${name}.jpg`, END, taken);
    assert.ok(Buffer.byteLength(found) <= 255 && Buffer.byteLength(found) > (name.startsWith("👩") ? 10 : 220), found);
  }
  assert.doesNotMatch(uniqueName(`${"हि".repeat(60)}.jpg`, END, new Map()), /ह-annotated/);
  const others = [1, 2, 3].map((number) => uniqueName(`${"y".repeat(250)}${number}.jpg`, END, taken));
  assert.equal(new Set(others).size, 3);
  assert.ok(others.every((name) => name.length <= 255));
});
