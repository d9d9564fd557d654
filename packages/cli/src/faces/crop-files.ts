import path from "node:path";
import { realPath, systemReason, writeWhole } from "@fmpn/lab/files";
import { drawContactSheet } from "fmpn/drawing";
import { encodePng, type Picture, resize } from "fmpn/pictures";
import { nameKey, uniqueName } from "../recognize/unique-name.js";

const SHEET = "sheet.png";
/** Sides of the pictures on the sheet at most, and how many it holds: PNG files and viewers have limits. */
const THUMBNAIL = 96;
const SHEET_FACES = 490;
const SHEET_COLUMNS = 7;

/** Writes the crops of faces, and a sheet that shows them. */
export interface CropFiles {
  /** Writes the crops of one picture: `photo-face.png`, or `photo-face-1.png`, `photo-face-2.png`, … where there are several. */
  add(file: string, crops: readonly Picture[]): Promise<void>;
  /** Writes the sheet, where there is anything to see on it. @returns what was written, for people to read */
  writeSheet(): Promise<string>;
}

/**
 * @param out the folder to write into
 * @param inputs the pictures that are to be read, none of which is ever replaced
 * @param onUnwritten called for a file that cannot be written, which costs that file alone
 * @throws Error where the sheet would replace one of them
 */
export async function cropFiles(out: string, inputs: readonly string[], onUnwritten: (file: string, reason: string) => void, { sheetFaces = SHEET_FACES } = {}): Promise<CropFiles> {
  const names = await namesOfInputs(out, inputs);
  if (names.has(SHEET)) throw new Error(`--out ${out}: the contact sheet would replace ${names.get(SHEET)}, which is to be read; name another folder`);
  const thumbnails: Picture[] = [];
  let written = 0;
  const write = async (name: string, picture: Picture): Promise<boolean> => {
    const file = path.join(out, name);
    try {
      await writeWhole(file, await encodePng(picture));
      return true;
    } catch (error) {
      onUnwritten(file, systemReason(error));
      return false;
    }
  };
  return {
    async add(file, crops) {
      for (const [index, crop] of crops.entries()) {
        const name = uniqueName(file, `-face${crops.length > 1 ? `-${index + 1}` : ""}.png`, names);
        if (!(await write(name, crop))) continue;
        written += 1;
        if (thumbnails.length < sheetFaces) thumbnails.push(thumbnail(crop));
      }
    },
    async writeSheet() {
      const crops = `${written} crops written to ${out}`;
      if (written === 0 || !(await write(SHEET, drawSheet(thumbnails)))) return crops;
      const leftOut = written - thumbnails.length;
      const shown = leftOut === 0 ? "all of them" : `the first ${thumbnails.length}, without ${leftOut} more,`;
      return `${crops}; ${shown} at a glance: ${path.join(out, SHEET)}`;
    },
  };
}

/** The names in `out` that are inputs, as names are compared. */
async function namesOfInputs(out: string, inputs: readonly string[]): Promise<Map<string, string>> {
  const folder = await realPath(out);
  const names = new Map<string, string>();
  for (const input of inputs) {
    if ((await realPath(path.dirname(input))) === folder) names.set(nameKey(path.basename(input)), input);
  }
  return names;
}

function thumbnail(crop: Picture): Picture {
  const side = Math.min(crop.width, THUMBNAIL);
  return resize(crop, side, side);
}

function drawSheet(thumbnails: readonly Picture[]): Picture {
  const rows = Array.from({ length: Math.ceil(thumbnails.length / SHEET_COLUMNS) }, (_, row) => ({
    name: "",
    pictures: thumbnails.slice(row * SHEET_COLUMNS, (row + 1) * SHEET_COLUMNS),
  }));
  const columns = Array.from({ length: Math.min(SHEET_COLUMNS, thumbnails.length) }, () => "");
  return drawContactSheet({ title: "aligned faces", columns, rows }, thumbnails[0]?.width ?? THUMBNAIL);
}
