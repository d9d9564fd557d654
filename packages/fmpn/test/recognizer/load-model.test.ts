import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { loadModel } from "#src/recognizer/load-model.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { smallClasses, smallModel } from "./small-model.js";

const faceModel = fileURLToPath(new URL("../../models/faces/face-detector.onnx", import.meta.url));

test("a model is read from a path, a file URL, an address, bytes and a Blob", async () => {
  const bytes = smallModel();
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-model-"));
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/small.onnx" ? 200 : 404);
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const file = path.join(folder, "small.onnx");
    await writeFile(file, bytes);
    for (const source of [file, pathToFileURL(file), pathToFileURL(file).href, `${address}/small.onnx`, bytes, bytes.slice().buffer, new Blob([bytes.slice()])]) {
      assert.deepEqual((await loadModel(source)).info.classes, smallClasses);
    }
    await assert.rejects(loadModel(`${address}/none.onnx`), { name: "ModelFileError", message: `${address}/none.onnx: it could not be fetched (status 404)` });
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});

test("what is no model of this project is refused by name and reason", async () => {
  const bytes = smallModel();
  await assert.rejects(loadModel("no-such.onnx"), { name: "ModelFileError", message: /^no-such\.onnx: .*no such file/ });
  await assert.rejects(loadModel(faceModel), { name: "ModelFileError", message: /face-detector\.onnx: the metadata has no fmpn\.version; this is no model file of fmpn/ });
  for (const cut of [0, 10, 1000, Math.floor(bytes.length / 2), bytes.length - 1]) {
    await assert.rejects(loadModel(bytes.subarray(0, cut)), { name: "ModelFileError", message: /^the model: / }, `${cut} bytes`);
  }
  await assert.rejects(loadModel(new File(["no model"], "notes.txt")), { name: "ModelFileError", message: /^notes\.txt: / });
  await assert.rejects(Recognizer.load({ model: await readFile(faceModel) }), { name: "ModelFileError" });
});

test("a model of two classes recognises two classes", async () => {
  const recognizer = await Recognizer.load({ model: smallModel(["1", "0"]) });
  const { probabilities, logits } = await recognizer.classify({ width: 64, height: 64, channels: 1, data: new Uint8ClampedArray(64 * 64) });
  assert.deepEqual(recognizer.model.classes, ["1", "0"]);
  assert.deepEqual(Object.keys(probabilities).sort(), ["0", "1"]);
  assert.equal((probabilities["1"] ?? 0) > (probabilities["0"] ?? 0), (logits[0] ?? 0) > (logits[1] ?? 0));
  await recognizer.close();
});
