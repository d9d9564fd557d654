import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { createNetwork, initialize, input, type Network, sizeOf, type State } from "@fmpn/graph";
import { type StoredTensor, writeSafetensors } from "@fmpn/graph/checkpoints";
import { type BackboneName, backboneNames } from "#src/networks/backbones/names.js";
import { classificationNet } from "#src/networks/classification-net.js";
import { authorsFileNames, readAuthorsCheckpoint } from "#src/weights/authors-checkpoint.js";
import { readBackboneWeights, readNetworkWeights, writeNetworkWeights } from "#src/weights/network-weights.js";
import { filledInput, filledState } from "../networks/parity-fill.js";
import { runNetwork } from "../networks/run-network.js";
import { build, smallPaper } from "../networks/small-network.js";

/** A backbone's weights for a thousand classes, as torchvision would give them, under its own names. */
function imagenetFile(backbone: BackboneName, rename: (name: string) => string = (name) => name): Uint8Array {
  const network = createNetwork({ training: false });
  classificationNet(network.root, input("x", [1, 3, 96, 96]), 1000, { backbone, dropout: 0 });
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { tensor }] of [...network.parameters, ...network.buffers]) {
    tensors.set(rename(name), { shape: tensor.shape, type: "float32", data: new Float32Array(sizeOf(tensor.shape)).fill(0.5) });
    if (name.endsWith("running_var")) {
      tensors.set(rename(name.replace("running_var", "num_batches_tracked")), { shape: [], type: "int64", data: BigInt64Array.of(7n) });
    }
  }
  if (backbone === "inception_v3") tensors.set("AuxLogits.conv0.conv.weight", { shape: [1], type: "float32", data: Float32Array.of(1) });
  return writeSafetensors(tensors);
}

function classifier(backbone: BackboneName): Network {
  const network = createNetwork({ training: false });
  classificationNet(network.root.at("cls"), input("x", [1, 3, 96, 96]), 7, { backbone, dropout: 0 });
  return network;
}

for (const backbone of backboneNames.filter((name) => !["small_resnet", "resnet152", "resnet50"].includes(name))) {
  test(`${backbone}: weights of a thousand classes load, the last layer is left to be drawn`, () => {
    const network = classifier(backbone);
    const old = (name: string): string => (backbone === "densenet121" ? name.replace(/(denselayer\d+\.(?:norm|conv))([12])\./, "$1.$2.") : name);
    const state = readBackboneWeights(network, backbone, imagenetFile(backbone, old), "imagenet.safetensors");
    const head = backbone === "densenet121" ? "cls.classifier" : "cls.fc";
    const left = [...network.parameters.keys(), ...network.buffers.keys()].filter((name) => !state.has(name));
    assert.deepEqual(left.sort(), [`${head}.bias`, `${head}.weight`]);
    assert.ok([...state.values()].every((values) => values.every((value) => value === 0.5)));
  });
}

test("tensors that do not fit are named", () => {
  const { network } = build(smallPaper);
  const other = (change: (tensors: Map<string, StoredTensor>) => void): Uint8Array => {
    const tensors = new Map(
      [...network.parameters, ...network.buffers].map(([name, { tensor }]): [string, StoredTensor] => [
        name,
        { shape: tensor.shape, type: "float32", data: new Float32Array(sizeOf(tensor.shape)) },
      ]),
    );
    change(tensors);
    return writeSafetensors(tensors);
  };
  const read = (bytes: Uint8Array) => () => readNetworkWeights(network, bytes, "w.safetensors");
  assert.equal(read(other(() => {}))().size, network.parameters.size + network.buffers.size);
  assert.throws(read(other((tensors) => tensors.delete("pfn.model.1.weight"))), {
    name: "WeightsError",
    message: "w.safetensors: the tensors are not the network's: 1 missing (pfn.model.1.weight).",
  });
  assert.throws(
    read(other((tensors) => void tensors.set("extra.weight", { shape: [1], type: "float32", data: new Float32Array(1) }))),
    /1 surplus \(extra\.weight\)/,
  );
  assert.throws(
    read(other((tensors) => void tensors.set("cls.fc.weight", { shape: [8, 512], type: "float32", data: new Float32Array(8 * 512) }))),
    /it tells 8 classes apart, the network 3/,
  );
  assert.throws(
    read(other((tensors) => void tensors.set("cls.conv1.weight", { shape: [64, 1, 7, 7], type: "float32", data: new Float32Array(64 * 49) }))),
    /cls\.conv1\.weight is 64×1×7×7, the network's is 64×3×7×7/,
  );
  assert.throws(read(new Uint8Array(20)), { name: "CheckpointError" });
});

const python = "/usr/bin/python3";
const noTorch = existsSync(python) && works(["-c", "import torch"]) ? false : "Debian's python3-torch is not installed";

function works(args: readonly string[]): boolean {
  try {
    execFileSync(python, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test("PyTorch and fmpn read each other's files and give the same answers", { skip: noTorch }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fmpn-weights-"));
  try {
    const { network, mask, fused, logits } = build(smallPaper);
    const shapes = { rgb: [2, 3, 32, 32], gray: [2, 1, 32, 32] };
    const feeds = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { data: filledInput(`x.${name}`, shape), shape }]));
    const raw = (name: string, data: Float32Array): void => writeFileSync(path.join(folder, name), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    for (const [name, { data }] of Object.entries(feeds)) raw(`${name}.f32`, data);
    writeFileSync(path.join(folder, "ours.safetensors"), writeNetworkWeights(network, filledState(network)));
    execFileSync(python, [path.join(import.meta.dirname, "pytorch-twin.py"), folder], { stdio: ["ignore", "inherit", "inherit"] });

    const bytes = (name: string): Uint8Array => readFileSync(path.join(folder, name));
    const answers = async (state: State): Promise<Record<string, Float32Array>> => ({
      ...(await runNetwork(network, state, feeds, { mask, fused, logits })).values,
    });
    const compare = (found: Record<string, Float32Array>, prefix: string): void => {
      for (const [name, values] of Object.entries(found)) {
        const wanted = new Float32Array(new Uint8Array(bytes(`${prefix}.${name}.f32`)).buffer);
        assert.equal(wanted.length, values.length);
        const scale = Math.max(...wanted.map(Math.abs));
        for (const [index, value] of wanted.entries()) {
          assert.ok(Math.abs((values[index] ?? Number.NaN) - value) <= 1e-4 * scale, `${prefix} ${name}[${index}]: ${values[index]}, PyTorch ${value}`);
        }
      }
    };
    // Ours, as PyTorch read it.
    compare(await answers(filledState(network)), "ours");
    // Theirs: one file of everything, and the authors' three (saved from DataParallel, in both file formats).
    compare(await answers(readNetworkWeights(network, bytes("theirs.pth"), "theirs.pth")), "theirs");
    const names = authorsFileNames(300);
    const authors = { resface: bytes(names.resface), fusion: bytes(names.fusion), cls: bytes(names.cls) };
    compare(await answers(readAuthorsCheckpoint(network, "resnet18", authors, 300)), "theirs");

    const stageOne = readAuthorsCheckpoint(network, "resnet18", { resface: authors.resface });
    assert.ok([...stageOne.keys()].every((name) => name.startsWith("fmg.")));
    assert.ok(initialize(network, 1).size > stageOne.size);
    assert.throws(() => readAuthorsCheckpoint(build(smallPaper, { classes: 6 }).network, "resnet18", authors, 300), {
      name: "WeightsError",
      message: /^300_net_cls\.pth: it tells 3 classes apart, the network 6/,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
