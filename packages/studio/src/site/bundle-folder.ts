import { fileURLToPath } from "node:url";

/** Where `npm run build` puts the browser's scripts. */
export const BUNDLE: string = fileURLToPath(new URL("../bundle", import.meta.url));
