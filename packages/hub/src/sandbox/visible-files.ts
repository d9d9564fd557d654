import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";

/** What a jailed process sees: folders at their own paths, and links as they are. */
export interface VisibleFiles {
  readonly folders: readonly string[];
  readonly links: readonly { readonly at: string; readonly to: string }[];
}

/** Native code that a stranger's model must not meet: it reads files by itself, and a fault in it is a fault of the process. */
const HIDDEN = ["onnxruntime-node"];

/**
 * The files that Node needs to run a file of an installed package: the `node_modules` folders around it, and the packages of this
 * project that are linked into them, in a checkout of its repository.
 *
 * @param entry of a package of this project
 * @returns folders to show, and those to cover with an empty one
 */
export function visibleFiles(entry: string): VisibleFiles & { readonly hidden: readonly string[] } {
  const folders = new Set<string>([packageOf(realpathSync(entry))]);
  const hidden: string[] = [];
  for (const modules of modulesAround(realpathSync(entry))) {
    folders.add(modules);
    hidden.push(...HIDDEN.map((name) => path.join(modules, name)).filter((folder) => existsSync(folder)));
    for (const name of ["fmpn", ...scoped(modules)]) {
      const link = path.join(modules, name);
      if (existsSync(link) && lstatSync(link).isSymbolicLink()) folders.add(realpathSync(link));
    }
  }
  return { folders: [...folders], links: rootLinks(), hidden };
}

function packageOf(file: string): string {
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return folder;
}

function modulesAround(file: string): string[] {
  const found: string[] = [];
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const modules = path.basename(folder) === "node_modules" ? folder : path.join(folder, "node_modules");
    if (existsSync(modules) && !found.includes(modules)) found.push(modules);
    if (path.dirname(folder) === folder) return found;
  }
}

function scoped(modules: string): string[] {
  const scope = path.join(modules, "@fmpn");
  return existsSync(scope) ? readdirSync(scope).map((name) => `@fmpn/${name}`) : [];
}

/** `/lib` and its like: links into `/usr` on a merged system. */
function rootLinks(): { at: string; to: string }[] {
  return ["/bin", "/lib", "/lib64"].flatMap((at) => (existsSync(at) && lstatSync(at).isSymbolicLink() ? [{ at, to: readlinkSync(at) }] : []));
}
