import { MANIFEST, readManifest } from "../manifest.js";
import { exists } from "./folder-listing.js";
import type { Layout } from "./layout.js";

export const manifestLayout: Layout = {
  name: "manifest",
  description: "labels.csv with the columns file and label",
  recognizes: async (folder) => await exists(folder, MANIFEST),
  read: readManifest,
};
