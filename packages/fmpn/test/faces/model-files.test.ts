import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readFaceModel } from "#src/faces/model-files.node.js";

const file = "faceplugin-landmarks.onnx";
const folder = new URL("../../models/faces/", import.meta.url);

test("the models' folder is a path or a file: address, with or without a slash at its end", async () => {
  const expected = await readFile(new URL(file, folder));
  const [address, path] = [folder.href, fileURLToPath(folder)];
  for (const given of [undefined, folder, new URL(address.slice(0, -1)), address, address.slice(0, -1), path, path.slice(0, -1)]) {
    assert.ok(expected.equals(await readFaceModel(file, given)), String(given));
  }
});

test("an address of a server is refused with what to do", async () => {
  for (const given of ["http://127.0.0.1:9/models", new URL("https://example.org/models/")]) {
    await assert.rejects(readFaceModel(file, given), { message: `The detector's models are not fetched in Node: download them from ${given} and give their folder's path.` });
  }
});
