import type { Eyes, Face } from "../faces/face.js";
import type { Box } from "../images/box.js";
import type { RecognizedFace } from "./face-reader.js";

/** A face as the command line prints it: the names of {@link RecognizedFace}, in plain values. */
export interface FaceJson {
  /** In pixels, to a hundredth. */
  readonly box: Box;
  readonly score: number;
  readonly eyes: Eyes;
  readonly expression: string;
  readonly probabilities: Readonly<Record<string, number>>;
  /** What the network ran on. */
  readonly provider: string;
  /** Row by row, to three decimals; as many rows as columns. Only where asked for. */
  readonly mask?: readonly number[] | undefined;
}

/** A face for `JSON.stringify`: pixels to a hundredth, shares to four decimals. */
export function toJson(face: RecognizedFace, { mask = false }: { readonly mask?: boolean } = {}): FaceJson {
  const { expression, probabilities, provider } = face;
  return {
    ...placeJson(face),
    expression,
    probabilities: Object.fromEntries(Object.entries(probabilities).map(([name, share]) => [name, rounded(share, 4)])),
    provider,
    ...(mask ? { mask: Array.from(face.mask, (value) => rounded(value, 3)) } : {}),
  };
}

/** Where a face is, for `JSON.stringify`, rounded in the same way. */
export function placeJson({ box, score, eyes }: Face): Pick<FaceJson, "box" | "score" | "eyes"> {
  return {
    box: { x: rounded(box.x, 2), y: rounded(box.y, 2), width: rounded(box.width, 2), height: rounded(box.height, 2) },
    score: rounded(score, 4),
    eyes: { left: { x: rounded(eyes.left.x, 2), y: rounded(eyes.left.y, 2) }, right: { x: rounded(eyes.right.x, 2), y: rounded(eyes.right.y, 2) } },
  };
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
