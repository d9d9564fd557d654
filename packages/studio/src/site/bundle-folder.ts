import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where `npm run build` puts the browser's scripts. */
export const BUNDLE: string = path.join(path.dirname(fileURLToPath(import.meta.url)), "../bundle");
