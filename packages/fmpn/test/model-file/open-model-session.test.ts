import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { initialize } from "@fmpn/graph";
import { decodeModel } from "@fmpn/graph/inference";
import { readInfo } from "#src/model-file/model-info.js";
import { openModelSession } from "#src/model-file/open-model-session.js";
import { readModel } from "#src/model-file/read-model.js";
import { writeModel } from "#src/model-file/write-model.js";
import { faceNetwork } from "#src/networks/face-network.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { int, message, model, node, text, value, type Fill } from "../../../../test-support/hostile-models.js";
import { smallCompact } from "../networks/small-network.js";

const folder = `${process.env["FMPN_SHARED"] ?? "../shared"}/hub/hostile-models/`;
const classes = ["happiness", "fear", "anger"];
const own = writeModel({ settings: smallCompact, preset: "tiny", classes, crop: { margin: 0 }, card: "", state: initialize(faceNetwork(smallCompact, 3).network, 1) });
const { metadata } = decodeModel(own, "own");
const { size } = readInfo(metadata, "own");

/** The file with what marks it as one of fmpn's: messages that are joined are merged. */
function marked(bytes: Uint8Array): Uint8Array {
  const writer = new BinaryWriter();
  for (const [key, said] of Object.entries(metadata)) message(writer, 14, (entry) => (text(entry, 1, key), text(entry, 2, said)));
  return Buffer.concat([bytes, writer.finish()]);
}

const sizes = (name: string, ...values: number[]): Fill => (out) => message(out, 5, (of) => (int(of, 1, values.length), int(of, 2, 7), values.forEach((each) => int(of, 7, each)), text(of, 8, name)));
/** A graph that takes and gives what a model of fmpn does, and does something else between. */
const disguised = (...between: Fill[]): Uint8Array =>
  marked(
    model((out) => {
      for (const fill of between) fill(out);
      value(out, 11, "face", [1, 3, size, size]);
      value(out, 12, "logits", [1, classes.length]);
      value(out, 12, "mask", [1, 1, size, size]);
    }),
  );

test("a file that says it is fmpn's, but would fill the memory or run for ever, is refused by name before it runs", async () => {
  const fills = disguised(sizes("s", 2 ** 40), (out) => node(out, "ConstantOfShape", ["s"], ["logits"]), (out) => node(out, "Identity", ["logits"], ["mask"]));
  assert.deepEqual(readModel(fills, "fills.onnx").info.classes, classes, "its metadata and its ends are right");
  const runs = disguised(
    sizes("s", 30_000, 3, size, size),
    (out) => node(out, "Expand", ["face", "s"], ["wide"]),
    (out) => node(out, "Relu", ["wide"], ["logits"]),
    (out) => node(out, "Identity", ["logits"], ["mask"]),
  );
  const foreign = disguised((out) => node(out, "Det", ["face"], ["logits"]), (out) => node(out, "Identity", ["logits"], ["mask"]));
  for (const [bytes, reason] of [[fills, /^the model: constants .* would have .* numbers/], [runs, /^the model: up to its node Expand .* a run has tensors of/], [foreign, /^the model: it uses the operator Det as no network of fmpn does/]] as const) {
    for (const provider of [undefined, "cpu"] as const) await assert.rejects(Recognizer.load({ model: bytes, provider }), { name: "ModelFileError", message: reason });
  }
});

test("a model of fmpn runs within the limits", async () => {
  const session = await openModelSession(own, "own.onnx");
  await session.close();
});

test("every shared hostile model is refused, also with fmpn's metadata", { skip: !existsSync(folder) && "shared/hub/hostile-models is not here" }, async () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".onnx"))) {
    await assert.rejects(Recognizer.load({ model: marked(readFileSync(folder + file)) }), { name: "ModelFileError" }, file);
  }
});
