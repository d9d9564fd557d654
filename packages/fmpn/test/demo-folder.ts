import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's demo pictures, which may be shown and shipped. */
export const demoFolder = fileURLToPath(new URL("../../../demo/images/", import.meta.url));

export const demoPicture = (name: string): string => path.join(demoFolder, name);
