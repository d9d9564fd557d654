/** Recognises a face and takes a training step on the native runtime, here and in workers: run with an empty home by nothing-left.test.ts. */
import { createNetwork, initialize, input, layers } from "@fmpn/graph";
import { add } from "@fmpn/graph/operators";
import { createTrainer, meanSquaredError, sgd, trainingStep } from "@fmpn/graph/training";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { demoPicture } from "../demo-folder.js";

for (const worker of [false, true]) {
  const recognizer = await Recognizer.load({ provider: "cpu", worker });
  const faces = await recognizer.recognize(demoPicture("L030_smile.jpg"));
  await recognizer.close();

  const network = createNetwork({ training: true });
  const y = layers.linear(network.root.at("fc"), input("x", [2, 3]), { units: 1 });
  const loss = meanSquaredError(add(y, 0), input("t", [2, 1]));
  const trainer = await createTrainer(trainingStep({ network, loss, optimizer: sgd() }), { state: initialize(network, 1), provider: "cpu", worker });
  const { loss: value } = await trainer.step({ x: { shape: [2, 3], data: new Float32Array(6).fill(1) }, t: { shape: [2, 1], data: new Float32Array(2) } }, { learningRate: 0.01 });
  await trainer.close();
  process.stdout.write(`${faces.length} ${value?.length ?? 0} `);
}
