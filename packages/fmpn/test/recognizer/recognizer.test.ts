import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { alignFace } from "#src/faces/align.js";
import { decodeImage } from "#src/images/decode.js";
import { createPicture } from "#src/images/picture.js";
import { resize } from "#src/images/warp.js";
import { toJson } from "#src/recognizer/face-json.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { demoPicture } from "../demo-folder.js";
import { paste, portraitMosaic } from "./mosaic.js";
import { smallClasses, smallModel } from "./small-model.js";

const photo = demoPicture("L030_smile.jpg");
let recognizer: Recognizer;
before(async () => void (recognizer = await Recognizer.load({ model: smallModel() })));
after(async () => await recognizer.close());

test("a face comes with box, score, eyes, expression, probabilities, mask, crop and provider", async () => {
  const faces = await recognizer.recognize(photo);
  const [face] = faces;
  assert.equal(faces.length, 1);
  assert.ok(face);
  assert.ok(face.box.width > 150 && face.box.width < 200 && face.score > 0.6 && face.eyes.left.x < face.eyes.right.x);
  assert.deepEqual(Object.keys(face.probabilities), smallClasses);
  const shares = Object.values(face.probabilities);
  assert.ok(Math.abs(shares.reduce((a, b) => a + b, 0) - 1) < 1e-9);
  assert.equal(face.probabilities[face.expression], Math.max(...shares));
  assert.equal(face.logits.length, smallClasses.length);
  assert.ok(face.mask instanceof Float32Array && face.mask.length === 64 * 64);
  assert.ok(face.mask.every((value) => value >= 0 && value <= 1));
  assert.deepEqual([face.crop.width, face.crop.height, face.crop.channels], [64, 64, 3]);
  assert.equal(face.provider, recognizer.provider);
  assert.deepEqual([recognizer.model.classes, recognizer.model.size, recognizer.model.card], [smallClasses, 64, "Untrained."]);
});

test("the crop is that of alignFace, and classify gives the same answer for it", async () => {
  const [face] = await recognizer.recognize(photo);
  assert.ok(face);
  const crop = alignFace(await decodeImage(photo), face.eyes, { size: 64, margin: 0.1 });
  assert.deepEqual(face.crop, crop);
  const { expression, probabilities, mask } = await recognizer.classify(crop);
  assert.deepEqual({ expression, probabilities, mask }, { expression: face.expression, probabilities: face.probabilities, mask: face.mask });
});

test("a face brings what the classifier was given, where the network fuses the mask in", async () => {
  const [face] = await recognizer.recognize(photo);
  assert.ok(face?.fused);
  // The fusion net of a network that was never trained passes the face on as it is.
  assert.deepEqual(face.fused, face.crop);
  const bundled = await Recognizer.load();
  const [plain] = await bundled.recognize(photo);
  await bundled.close();
  assert.ok(plain);
  assert.equal(plain.fused, undefined);
});

test("path, URL, bytes, Blob and pixels give the same faces", async () => {
  const bytes = await readFile(photo);
  const expected = await recognizer.recognize(photo);
  for (const source of [pathToFileURL(photo), bytes, new Uint8Array(bytes).buffer, new Blob([bytes]), await decodeImage(photo)]) {
    assert.deepEqual(await recognizer.recognize(source), expected);
  }
});

test("some of the classes share the whole probability", async () => {
  const [face] = await recognizer.recognize(photo);
  const classes = smallClasses.slice(1, 3);
  const [among] = await recognizer.recognize(photo, { classes });
  assert.ok(face && among);
  const sum = classes.reduce((total, name) => total + (face.probabilities[name] ?? 0), 0);
  assert.deepEqual(Object.keys(among.probabilities), classes);
  for (const name of classes) assert.ok(Math.abs((among.probabilities[name] ?? 0) - (face.probabilities[name] ?? 0) / sum) < 1e-9);
  assert.ok(classes.includes(among.expression));
  assert.deepEqual(among.logits, face.logits);
  await assert.rejects(recognizer.recognize(photo, { classes: ["joy"] }), { name: "RangeError", message: /no class "joy"; it has smiling, raising brows/ });
  await assert.rejects(recognizer.classify(among.crop, { classes: [] }), /No class is asked for/);
});

test("flip averages with the mirrored face: a face and its mirror image get the same probabilities", async () => {
  const [face] = await recognizer.recognize(photo);
  assert.ok(face);
  const mirrored = createPicture(64, 64, 3);
  for (let y = 0; y < 64; y++) for (let x = 0; x < 64; x++) for (let c = 0; c < 3; c++) mirrored.data[(y * 64 + 63 - x) * 3 + c] = face.crop.data[(y * 64 + x) * 3 + c] ?? 0;
  const [one, other] = [await recognizer.classify(face.crop, { flip: true }), await recognizer.classify(mirrored, { flip: true })];
  const plain = await recognizer.classify(mirrored);
  for (const name of smallClasses) {
    assert.ok(Math.abs((one.probabilities[name] ?? 0) - (other.probabilities[name] ?? 1)) < 1e-6);
    assert.ok(Math.abs((one.probabilities[name] ?? 0) - ((face.probabilities[name] ?? 0) + (plain.probabilities[name] ?? 0)) / 2) < 1e-6);
  }
  assert.notDeepEqual(plain.probabilities, face.probabilities);
  assert.deepEqual(one.mask, face.mask);
});

test("a crop of another size is refused", async () => {
  await assert.rejects(recognizer.classify(createPicture(48, 48, 1)), { name: "RangeError", message: /48 × 48 pixels, the model takes 64 × 64: cut it with alignFace/ });
});

test("a gray picture is recognised like the same one in colour", async () => {
  const { data, ...rest } = await decodeImage(photo);
  const gray = { ...rest, channels: 1 as const, data: data.filter((_, i) => i % 3 === 1) };
  const colour = { ...rest, data: data.map((_, i) => data[i - (i % 3) + 1] ?? 0) };
  const [[a], [b]] = [await recognizer.recognize(gray), await recognizer.recognize(colour)];
  assert.ok(a && b);
  for (const name of smallClasses) assert.ok(Math.abs((a.probabilities[name] ?? 0) - (b.probabilities[name] ?? 1)) < 1e-3);
});

test("a hundred faces are found, the largest first", async () => {
  const mosaic = await portraitMosaic(10, 10, 80);
  const large = await decodeImage(photo);
  const picture = createPicture(mosaic.width, mosaic.height + large.height, 3);
  paste(picture, mosaic, 0, 0);
  paste(picture, large, 200, mosaic.height);
  const faces = await recognizer.recognize(picture);
  assert.equal(faces.length, 101);
  const sizes = faces.map(({ box }) => box.width * box.height);
  assert.deepEqual(sizes, sizes.toSorted((a, b) => b - a));
  const three = await recognizer.recognize(picture, { maxFaces: 3 });
  assert.deepEqual(three, faces.slice(0, 3));
  assert.ok((three[0]?.box.y ?? 0) > mosaic.height);
});

test("pictures without faces, of one pixel and of many give what they hold", async () => {
  assert.deepEqual(await recognizer.recognize(createPicture(1, 1, 1)), []);
  assert.deepEqual(await recognizer.recognize(createPicture(3000, 2, 3)), []);
  assert.deepEqual(await recognizer.recognize(createPicture(200, 300, 3)), []);
  const faces = await recognizer.recognize(resize(await decodeImage(photo), 3500, 3500));
  assert.equal(faces.length, 1);
  assert.ok((faces[0]?.box.width ?? 0) > 2000);
});

test("pictures that cannot be read give an ImageError with name and reason", async () => {
  const bytes = await readFile(photo);
  await assert.rejects(recognizer.recognize("no-such.jpg"), { name: "ImageError", message: "no-such.jpg: does not exist" });
  await assert.rejects(recognizer.recognize(bytes.subarray(0, 3000), { name: "cut.jpg" }), { name: "ImageError", fault: "truncated", message: /^cut\.jpg: / });
  await assert.rejects(recognizer.recognize(new File([new Uint8Array()], "empty.png")), { name: "ImageError", fault: "empty", message: /^empty\.png: / });
  await assert.rejects(recognizer.recognize(new Blob(["words"])), { name: "ImageError", fault: "unsupported" });
});

test("the JSON form has the same names and survives JSON", async () => {
  const [face] = await recognizer.recognize(photo);
  assert.ok(face);
  const plain = toJson(face);
  assert.deepEqual(JSON.parse(JSON.stringify(plain)), plain);
  assert.deepEqual(Object.keys(plain), ["box", "score", "eyes", "expression", "probabilities", "provider"]);
  assert.ok(Math.abs(plain.eyes.left.x - face.eyes.left.x) <= 0.005);
  const { mask } = toJson(face, { mask: true });
  assert.equal(mask?.length, 64 * 64);
  assert.ok(Math.abs((mask?.[100] ?? 9) - (face.mask[100] ?? 0)) <= 5e-4);
});

test("an abort before or during a call rejects with its reason", async () => {
  const reason = new Error("enough");
  await assert.rejects(recognizer.recognize(photo, { signal: AbortSignal.abort(reason) }), reason);
  await assert.rejects(Recognizer.load({ model: smallModel(), signal: AbortSignal.abort(reason) }), reason);
  const controller = new AbortController();
  const picture = createPicture(3000, 3000, 3);
  const started = performance.now();
  const call = recognizer.recognize(picture, { minFace: 20, signal: controller.signal });
  setTimeout(() => controller.abort(reason), 100);
  await assert.rejects(call, reason);
  const aborted = performance.now() - started;
  assert.ok(aborted < 2000, `${aborted} ms`);
});

test("an abort ends a download with its reason, in a worker too", async () => {
  const server = createServer((_, response) => void response.write("the first bytes, and no more"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slow.jpg`;
  const remote = await Recognizer.load({ model: smallModel(), worker: true });
  try {
    for (const asked of [recognizer, remote]) {
      const reason = new Error("enough");
      const controller = new AbortController();
      const arrived = once(server, "request");
      const call = assert.rejects(asked.recognize(address, { signal: controller.signal }), reason);
      const [, response] = (await arrived) as [IncomingMessage, ServerResponse];
      controller.abort(reason);
      await call;
      // Only the one who asked can end the connection.
      if (!response.closed) await once(response, "close");
    }
  } finally {
    await remote.close();
    server.closeAllConnections();
    server.close();
  }
});

test("a detector of one's own is asked, and closing waits for calls under way", async () => {
  const face = { box: { x: 0, y: 0, width: 50, height: 50 }, score: 0.5, eyes: { left: { x: 20, y: 20 }, right: { x: 40, y: 20 } } };
  let closed = false;
  const detector = { detect: async () => [face, face], locateEyes: async () => undefined, close: async () => void (closed = true) };
  const own = await Recognizer.load({ model: smallModel(), detector });
  const call = own.recognize(createPicture(100, 100, 3));
  const closing = own.close();
  assert.equal((await call).length, 2);
  await closing;
  await own.close();
  assert.equal(closed, false, "it stays the caller's");
  await assert.rejects(own.recognize(createPicture(100, 100, 3)), /The recogniser is closed/);
});

test("WebAssembly serves in Node too, with the same answers", async () => {
  const web = await Recognizer.load({ model: smallModel(), provider: "wasm", threads: 1 });
  assert.equal(web.provider, "wasm");
  const [[here], [there]] = [await recognizer.recognize(photo), await web.recognize(photo)];
  assert.ok(here && there);
  assert.equal(there.provider, "wasm");
  for (const name of smallClasses) assert.ok(Math.abs((here.probabilities[name] ?? 0) - (there.probabilities[name] ?? 1)) < 1e-3);
  await web.close();
});
