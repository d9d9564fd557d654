// The faces of a folder's pictures as a CSV table on standard output.
//   npx tsx examples/table/folder-to-table.ts demo/images > faces.csv
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Recognizer } from "fmpn";

/** One line a face; a picture that cannot be read has a line with the reason. */
export async function* faceTable(folder: string): AsyncGenerator<string> {
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp|avif|gif|tiff?|bmp)$/i.test(name)).toSorted();
  const recognizer = await Recognizer.load();
  try {
    yield row("file", "face", "x", "y", "width", "height", "expression", ...recognizer.model.classes, "error");
    // Pictures are decoded ahead while the network is at work; memory stays that of a few of them.
    const pictures = names.map((name) => path.join(folder, name));
    for await (const { source, faces, error } of recognizer.recognizeAll(pictures)) {
      const file = path.basename(source);
      if (error !== undefined) yield row(file, "", "", "", "", "", "", ...recognizer.model.classes.map(() => ""), error.message);
      for (const [index, { box, expression, probabilities }] of (faces ?? []).entries()) {
        const shareOf: Readonly<Record<string, number>> = probabilities;
        const shares = recognizer.model.classes.map((name) => (shareOf[name] ?? 0).toFixed(4));
        yield row(file, index + 1, ...[box.x, box.y, box.width, box.height].map(Math.round), expression, ...shares, "");
      }
    }
  } finally {
    await recognizer.close();
  }
}

function row(...cells: readonly (string | number)[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell))).join(",");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) for await (const line of faceTable(process.argv[2] ?? ".")) console.log(line);
