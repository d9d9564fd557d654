import type { Box, Face } from "fmpn";

/** The largest face; with a stated box, the one whose middle lies in it, nearest to its middle. */
export function meantFace(faces: readonly Face[], box: Box | undefined): Face | undefined {
  if (!box) return [...faces].sort((a, b) => b.box.width - a.box.width)[0];
  const offset = (face: Face): number => {
    const x = (face.box.x + face.box.width / 2 - box.x) / box.width - 0.5;
    const y = (face.box.y + face.box.height / 2 - box.y) / box.height - 0.5;
    return Math.max(Math.abs(x), Math.abs(y));
  };
  return faces.filter((face) => offset(face) < 0.5).sort((a, b) => offset(a) - offset(b))[0];
}
