import assert from "node:assert/strict";
import { test } from "node:test";
import { initialize } from "@fmpn/graph";
import { decodeModel, openSession } from "@fmpn/graph/inference";
import { readInfo, writeInfo } from "#src/model-file/model-info.js";
import { readModel } from "#src/model-file/read-model.js";
import { type ModelToWrite, writeModel } from "#src/model-file/write-model.js";
import { faceNetwork } from "#src/networks/face-network.js";
import type { FmpnSettings } from "#src/networks/fmpn.js";
import { presets } from "#src/networks/presets.js";
import { filledInput } from "../networks/parity-fill.js";
import { runNetwork } from "../networks/run-network.js";
import { smallCompact, smallPaper, tinySmall } from "../networks/small-network.js";
import { elsewhere, model, node, sumOf, value } from "../../../../test-support/hostile-models.js";

/** The paper's networks before a classifier that is quick to draw. */
const light: FmpnSettings = { ...smallPaper, classificationNet: { backbone: "small_resnet", dropout: 0 } };
const classes = ["happiness", "fear", "anger"];
const modelOf = (settings: FmpnSettings, more: Partial<ModelToWrite> = {}): ModelToWrite => ({
  settings,
  preset: "tiny",
  classes,
  crop: { margin: 0.1 },
  card: "# A model that was never trained",
  state: initialize(faceNetwork(settings, classes.length).network, 3),
  ...more,
});

for (const [name, settings] of Object.entries({ paper: light, compact: smallCompact, small: tinySmall })) {
  for (const [storage, tolerance] of [["float32", 1e-4], ["float16", 5e-3], ["int8", 0.2]] as const) {
    test(`a ${name} model in ${storage} holds its info and gives the network's answers`, async () => {
      const model = modelOf(settings, { storage });
      const bytes = writeModel(model);
      const { info } = readModel(bytes, "small.onnx");
      assert.deepEqual(info, {
        preset: "tiny",
        classes,
        size: settings.size,
        crop: { margin: 0.1 },
        normalization: "unit",
        card: model.card,
        settings,
      });
      const shape = [1, 3, settings.size, settings.size];
      const feeds = { face: { data: filledInput("x.rgb", shape), shape } };
      const { network, logits, mask, fused } = faceNetwork(settings, classes.length);
      const wanted = (await runNetwork(network, model.state, feeds, { logits, mask, fused })).values;
      const session = await openSession(bytes, { provider: "cpu", threads: 1 });
      const found = await session.run(feeds);
      await session.close();
      // What the small network's classifier is given are channels of its own, no picture.
      assert.equal("fused" in found, settings !== tinySmall);
      for (const output of Object.keys(found)) {
        const [a, b] = [found[output]?.data ?? [], wanted[output] ?? []];
        assert.equal(a.length, b.length);
        const scale = Math.max(...b.map(Math.abs));
        for (const [index, value] of b.entries()) assert.ok(Math.abs(Number(a[index]) - value) <= tolerance * scale, `${output}[${index}]`);
      }
    });
  }
}

test("the compact model is at most 6 MB as shipped", () => {
  const settings = presets.compact;
  const bytes = writeModel(modelOf(settings));
  assert.ok(bytes.length < 6e6, `${bytes.length} bytes`);
});

test("a model file of ours is handed on byte for byte; one that is not is said to be none, and what would have files read is refused", () => {
  const bytes = writeModel(modelOf(smallCompact));
  assert.deepEqual(readModel(bytes, "x.onnx").bytes, bytes);
  const open = model((out) => (node(out, "Relu", ["x"], ["y"]), value(out, 11, "x", ["N", 3]), value(out, 12, "y", ["N", 3])));
  assert.throws(() => readModel(open, "x.onnx"), { name: "ModelFileError", message: /^x\.onnx: the metadata has no fmpn\.version; this is no model file of fmpn/ });
  assert.throws(() => readModel(sumOf(elsewhere("/etc/hostname")), "x.onnx"), { name: "ModelFileError", message: /^x\.onnx: its tensor "w" lies in another file/ });
});

test("a file that is no model, or contradicts itself, is refused by name", () => {
  const bytes = writeModel(modelOf(smallCompact));
  assert.throws(() => readModel(new Uint8Array([1, 2, 3]), "x.onnx"), { name: "ModelFileError", message: /^x\.onnx: / });
  const good = decodeModel(bytes, "x").metadata;
  const cases: readonly [string, string | undefined, RegExp][] = [
    ["fmpn.version", undefined, /no fmpn\.version; this is no model file of fmpn/],
    ["fmpn.version", "2", /fmpn\.version is 2; read is 1/],
    ["fmpn.classes", '["a","a"]', /two or more different names/],
    ["fmpn.classes", "[", /it is not JSON/],
    ["fmpn.size", "-3", /wanted is a number of pixels/],
    ["fmpn.size", "65", /the settings have 64/],
    ["fmpn.crop", '{"eyeX":0.3,"eyeY":0.3,"margin":0}', /wanted are eyes at/],
    ["fmpn.normalization", "imagenet", /read is "unit"/],
    ["fmpn.settings", '{"size":64}', /maskGenerator is not an object/],
    ["fmpn.settings", JSON.stringify({ ...smallCompact, colour: 1 }), /colour is not known/],
    ["fmpn.settings", JSON.stringify({ ...smallCompact, classificationNet: { backbone: "vgg", dropout: 0 } }), /backbone is "vgg"/],
  ];
  for (const [name, value, message] of cases) {
    const metadata = Object.fromEntries(Object.entries({ ...good, [name]: value }).filter((entry): entry is [string, string] => entry[1] !== undefined));
    assert.throws(() => readInfo(metadata, "x.onnx"), { name: "ModelFileError", message });
  }
  assert.throws(() => writeInfo({ preset: "p", classes: ["one"], size: 64, crop: { margin: 0 }, normalization: "unit", card: "" }), /fmpn\.classes/);
});
