import { stat } from "node:fs/promises";
import type { DataSet } from "./data-set.js";
import { affectNetCsvLayout, affectNetNpyLayout } from "./layouts/affectnet.js";
import { ckPlusLayout } from "./layouts/ck-plus.js";
import { classFoldersLayout } from "./layouts/class-folders.js";
import { fer2013Layout } from "./layouts/fer2013.js";
import { jaffeLayout } from "./layouts/jaffe.js";
import { kdefLayout } from "./layouts/kdef.js";
import type { Layout } from "./layouts/layout.js";
import { manifestLayout } from "./layouts/manifest-layout.js";
import { mmiLayout } from "./layouts/mmi.js";
import { ouluCasiaLayout } from "./layouts/oulu-casia.js";
import { rafDbLayout } from "./layouts/raf-db.js";

/** All layouts that are read, in the order that a folder is tried against: a manifest is what its owner says of it. */
export const LAYOUTS: readonly Layout[] = [
  manifestLayout,
  ckPlusLayout,
  fer2013Layout,
  affectNetCsvLayout,
  affectNetNpyLayout,
  rafDbLayout,
  ouluCasiaLayout,
  mmiLayout,
  jaffeLayout,
  kdefLayout,
  classFoldersLayout,
];

/** The first layout that a folder looks like; undefined where it looks like none. */
export async function recognizeLayout(folder: string): Promise<Layout | undefined> {
  for (const layout of LAYOUTS) if (await layout.recognizes(folder)) return layout;
  return undefined;
}

/**
 * Reads a data set in whatever layout its folder has.
 *
 * @throws Error where the folder is missing or of no known layout (with the list of those), DataSetError where its
 *   contents have mistakes.
 */
export async function openDataSet(folder: string): Promise<DataSet> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`${folder} is no folder`);
  const layout = await recognizeLayout(folder);
  if (!layout) {
    const known = LAYOUTS.map(({ name, description }) => `  ${name}: ${description}`).join("\n");
    throw new Error(`${folder} has no layout that is known here; put a labels.csv into it, or arrange it as one of\n${known}`);
  }
  return await layout.read(folder);
}
