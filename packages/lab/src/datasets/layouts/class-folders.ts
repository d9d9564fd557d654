import path from "node:path";
import { endingsText, findPictures, realPath } from "../../files/picture-files.js";
import { normalizeExpression } from "../expression-labels.js";
import { collectSamples, type SampleCollector } from "./data-set-of.js";
import { listFolders, listPictures } from "./folder-listing.js";
import type { Layout } from "./layout.js";

/**
 * One folder a class, named by its expression: `happy/…`, or under splits: `train/happy/…`. Pictures lie in it or in folders
 * within it (`happy/person1/…`). What is left out is counted with the reason.
 */
export const classFoldersLayout: Layout = {
  name: "class-folders",
  description: "one folder a class, such as happy/ or train/happy/",
  recognizes: async (folder) => {
    const names = await listFolders(folder);
    if (names.some((name) => normalizeExpression(name))) return true;
    for (const name of names) if (await holdsClasses(folder, name)) return true;
    return false;
  },
  read: async (folder) => {
    const collected = collectSamples(folder, "class-folders");
    await readClasses(folder, undefined, collected);
    return collected.finish();
  },
};

async function readClasses(folder: string, split: string | undefined, collected: SampleCollector): Promise<void> {
  const parent = split === undefined ? [folder] : [folder, split];
  collected.skip(`beside the class folders${split === undefined ? "" : ` of ${split}`}`, (await listPictures(...parent)).length);
  // A link within a class that leads back here would bring the other classes' pictures under its name.
  const outside = [await realPath(folder), await realPath(path.join(...parent))];
  for (const name of await listFolders(...parent)) {
    const place = split === undefined ? name : `${split}/${name}`;
    const label = normalizeExpression(name);
    if (!label && split === undefined && (await holdsClasses(folder, name))) {
      await readClasses(folder, name, collected);
      continue;
    }
    const { files, unread, others } = await findPictures(path.join(folder, place), outside);
    const inside = (file: string): string => path.relative(folder, file).replaceAll(path.sep, "/");
    for (const { path: file, reason } of unread) collected.skip(`${inside(file)}: ${reason}`);
    if (!label) {
      collected.skip(`in ${place}, which is no expression's name`, files.length);
      continue;
    }
    collected.skip(`in ${place}, no picture by its name (${endingsText(others)})`, [...others.values()].reduce((sum, count) => sum + count, 0));
    for (const file of files) collected.add({ file: inside(file), label, split });
  }
}

/** Whether a folder is a split: holds folders of classes. One that cannot be read is named when it is read. */
async function holdsClasses(folder: string, name: string): Promise<boolean> {
  return (await listFolders(folder, name).catch(() => [])).some((inner) => normalizeExpression(inner));
}
