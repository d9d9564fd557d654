import { drawContactSheet } from "fmpn/drawing";
import { createPicture, type Picture } from "fmpn/pictures";
import { colorMask } from "fmpn/prior";
import { SYNTHETIC_EXPRESSIONS, synthesizeFace } from "./synthesize-face.js";

/** A contact sheet of the first people of a seed: their expressions, and below each the true motion region. */
export function drawSynthesisSheet(seed: number, people = 3, size = 80): Picture {
  const rows = Array.from({ length: people }, (_, person) => {
    const faces = SYNTHETIC_EXPRESSIONS.map((_, k) =>
      synthesizeFace(seed, person * SYNTHETIC_EXPRESSIONS.length + k, { size }),
    );
    const regions = faces.map(({ region }) =>
      colorMask(createPicture(size, size, 1, Uint8ClampedArray.from(region, (value) => value * 255))),
    );
    return [
      { name: `person ${person}`, pictures: faces.map(({ image }) => image) },
      { name: "moved", pictures: regions },
    ];
  }).flat();
  return drawContactSheet({ title: "Synthetic faces and what moved", columns: SYNTHETIC_EXPRESSIONS, rows }, size);
}
