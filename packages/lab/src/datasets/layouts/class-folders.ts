import { normalizeExpression } from "../expression-labels.js";
import { collectSamples } from "./data-set-of.js";
import { listFolders, listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";

/** One folder a class, named by its expression: `happy/…`, or under splits: `train/happy/…`. */
export const classFoldersLayout: Layout = {
  name: "class-folders",
  description: "one folder a class, such as happy/ or train/happy/",
  recognizes: async (folder) => {
    const names = await listFolders(folder);
    if (names.some((name) => normalizeExpression(name))) return true;
    for (const name of names) {
      if ((await listFolders(folder, name)).some((inner) => normalizeExpression(inner))) return true;
    }
    return false;
  },
  read: async (folder) => {
    const collected = collectSamples(folder, "class-folders");
    const readClasses = async (names: readonly string[], split: string | undefined): Promise<void> => {
      for (const name of names) {
        const place = split === undefined ? name : `${split}/${name}`;
        const label = normalizeExpression(name);
        if (!label) {
          const inner = split === undefined ? await listFolders(folder, name) : [];
          if (inner.some((sub) => normalizeExpression(sub))) await readClasses(inner, name);
          else for (const _ of await listPictures(folder, place)) collected.skip(`in ${place}, which is no expression's name`);
          continue;
        }
        for (const picture of await listPictures(folder, place)) {
          collected.add({ file: `${place}/${picture}`, label, split });
        }
      }
    };
    await readClasses(await listFolders(folder), undefined);
    return collected.finish();
  },
};
