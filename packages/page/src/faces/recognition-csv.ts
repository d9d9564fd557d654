import { type RecognizedFace, toJson } from "fmpn";

/** What was answered of one picture. */
export interface PictureAnswer {
  readonly file: string;
  readonly faces: readonly RecognizedFace[];
  /** What the network ran on. */
  readonly provider: string;
  /** Why the picture could not be read. */
  readonly error?: string | undefined;
}

/**
 * The column names: one line for each face, one without a face number for a picture that has none or could not be read.
 *
 * @param classes in the order of the model
 * @param timed whether there are videos: each line then begins with a time in seconds and the face's number, empty for pictures
 */
export function csvHead(classes: readonly string[], { timed = false } = {}): string {
  return csvLine([...(timed ? ["time", "id"] : []), "file", "face", "expression", "confidence", "score", "x", "y", "width", "height", ...classes, "provider", "error"]);
}

/** The lines of one picture, by RFC 4180 but with plain line feeds. */
export function csvLines({ file, faces, provider, error }: PictureAnswer, classes: readonly string[], { timed = false, time = "" }: { readonly timed?: boolean; readonly time?: number | string } = {}): string[] {
  const begin = (id: number | string): (number | string)[] => (timed ? [time, id] : []);
  if (faces.length === 0) return [csvLine([...begin(""), file, "", "", "", "", "", "", "", "", ...classes.map(() => ""), provider, error ?? ""])];
  return faces.map((face, index) => {
    const { expression, probabilities, score, box } = toJson(face);
    const shares = classes.map((name) => probabilities[name] ?? "");
    return csvLine([...begin("id" in face ? Number(face.id) : ""), file, index + 1, expression, probabilities[expression] ?? "", score, box.x, box.y, box.width, box.height, ...shares, provider, ""]);
  });
}

/** One line of a table, by RFC 4180. */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell))).join(",");
}
