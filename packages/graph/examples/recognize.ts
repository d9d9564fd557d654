import { openSession } from "@fmpn/graph/inference";
import { stripes } from "./stripes.ts";

/** Runs an exported file on images that it was not trained on; gives the share that it names right. */
export async function accuracy(file: Uint8Array, images = 200): Promise<number> {
  const session = await openSession(file, { threads: 1 });
  const { pixels, labels } = stripes(images, 1_000_000);
  let right = 0;
  for (const [index, label] of labels.entries()) {
    const data = pixels.subarray(index * 256, (index + 1) * 256);
    const { answer } = await session.run({ image: { shape: [1, 1, 16, 16], data } });
    const [lying = 0, standing = 0] = (answer?.data ?? []) as Float32Array;
    if (Number(standing > lying) === label) right += 1;
  }
  await session.close();
  return right / images;
}
