import type { FaceClassifier } from "@fmpn/lab/measurement";
import { synthesizeFace } from "@fmpn/lab/synth";
import { alignFace } from "fmpn/faces";
import { createPicture, type Picture } from "fmpn/pictures";

/** How a model's answers hold when nothing that matters changes. */
export interface Stability {
  /** Faces that were asked about. */
  readonly faces: number;
  /** How many got another answer, by what was done to them. */
  readonly moved: number;
  readonly lightened: number;
  /** Asked again, from the last to the first: a model without a memory answers as before. */
  readonly otherOrder: number;
}

/** Levels of 255 by which a face is lightened: less than a camera's noise. */
const LIGHTER = 3;

/**
 * Asks about the first faces of the public series again: moved by a pixel, a little lighter, in another order. A model that knows
 * the test by its pictures' bytes, or that remembers what it was asked, answers otherwise.
 *
 * @param answers the classes that it answered first, by face
 */
export async function stabilityOf(classifier: Pick<FaceClassifier, "classes" | "size" | "margin" | "classify">, answers: readonly string[]): Promise<Stability> {
  const crops = answers.map((_, index) => {
    const { image, eyes } = synthesizeFace(2, index, { size: 96 });
    return alignFace(image, eyes, { size: classifier.size, margin: classifier.margin });
  });
  const answerTo = async (crop: Picture): Promise<string> => {
    const { probabilities } = await classifier.classify(crop);
    return classifier.classes[probabilities.indexOf(Math.max(...probabilities))] ?? "";
  };
  const changed = async (change: (crop: Picture) => Picture, order = [...crops.keys()]): Promise<number> => {
    let count = 0;
    for (const index of order) {
      const crop = crops[index];
      if (crop !== undefined && (await answerTo(change(crop))) !== answers[index]) count += 1;
    }
    return count;
  };
  return { faces: answers.length, moved: await changed(movedByAPixel), lightened: await changed(lightened), otherOrder: await changed((crop) => crop, [...crops.keys()].reverse()) };
}

/** One pixel to the right; the left edge stays. */
export function movedByAPixel({ width, height, channels, data }: Picture): Picture {
  const moved = Uint8ClampedArray.from(data);
  for (let row = 0; row < height; row += 1) {
    const start = row * width * channels;
    moved.set(data.subarray(start, start + (width - 1) * channels), start + channels);
  }
  return createPicture(width, height, channels, moved);
}

export function lightened({ width, height, channels, data }: Picture): Picture {
  return createPicture(width, height, channels, Uint8ClampedArray.from(data, (value) => value + LIGHTER));
}
