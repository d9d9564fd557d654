import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { styleSheet } from "@fmpn/page";
import { lookPage, type LookAssets } from "../look/look-page.js";
import { lookSheet } from "../look/look-sheet.js";
import { ICON } from "./icon.js";

/** The files of the site by their addresses, without a leading slash. */
export type SiteFiles = ReadonlyMap<string, Uint8Array>;

/** Whose the demo pictures are. */
export const DEMO_CREDIT = "Young adult composite faces and Face Research Lab London Set (DeBruine, 2016), CC BY 4.0";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The folder of a package, by one of its files that it exports. */
function folderOf(name: string, exported: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${name}/${exported}`));
}

/**
 * All files of the looking half: what changes lies in a folder whose name changes with it, so that browsers and the service
 * worker may keep it.
 *
 * @param bundle a folder with the bundled scripts and demo pictures, as `npm run build` writes it
 * @param further links beyond the looking half
 * @throws Error where the bundle was not built
 */
export async function siteFiles(bundle: string, further: LookAssets["further"] = []): Promise<SiteFiles> {
  const scripts = await filesBelow(path.join(bundle, "js")).catch((error: unknown) => {
    throw new Error(`The studio's scripts are not built: ${path.join(bundle, "js")} is missing. Run npm run build.`, { cause: error });
  });
  const worker = scripts.find(([name]) => name === "service-worker.js")?.[1] ?? new Uint8Array();
  const demo = (await filesBelow(path.join(bundle, "demo"))).map(([name, bytes]): [string, Uint8Array] => [`demo/${name}`, bytes]);
  const kept: [string, Uint8Array][] = [
    ["page.css", encode(styleSheet)],
    ["studio.css", encode(lookSheet.trim())],
    ...scripts.filter(([name]) => name !== "service-worker.js").map(([name, bytes]): [string, Uint8Array] => [`dist/js/${name}`, bytes]),
    ...(await models()),
    ...demo,
  ];
  const version = hashOf(kept);
  const at = (name: string): string => `v-${version}/${name}`;
  const page = lookPage({
    styles: [at("page.css"), at("studio.css")],
    script: at("dist/js/look.js"),
    icon: "icon.svg",
    manifest: "manifest.webmanifest",
    demo: demo.map(([name]) => at(name)),
    credit: DEMO_CREDIT,
    further,
  });
  const open: [string, Uint8Array][] = [
    ["index.html", encode(page.toString())],
    ["manifest.webmanifest", encode(JSON.stringify(MANIFEST))],
    ["icon.svg", encode(ICON)],
  ];
  // A new page is a new version, too.
  const site = { version: hashOf([...kept, ...open]), files: ["./", ...open.slice(1).map(([name]) => name), ...kept.map(([name]) => at(name))] };
  return new Map([...open, ["service-worker.js", encode(`const SITE = ${JSON.stringify(site)};\n${new TextDecoder().decode(worker)}`)], ...kept.map(([name, bytes]): [string, Uint8Array] => [at(name), bytes])]);
}

async function models(): Promise<[string, Uint8Array][]> {
  const folder = path.join(folderOf("fmpn", "package.json"), "models");
  const files = await filesBelow(folder);
  return files.filter(([name]) => name.endsWith(".onnx")).map(([name, bytes]) => [`models/${name}`, bytes]);
}

/** Files of a folder and of its folders, by their paths with slashes. */
async function filesBelow(folder: string): Promise<[string, Uint8Array][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  return await Promise.all(files.sort().map(async (file): Promise<[string, Uint8Array]> => [path.relative(folder, file).split(path.sep).join("/"), await readFile(file)]));
}

function hashOf(files: readonly (readonly [string, Uint8Array])[]): string {
  const hash = createHash("sha256");
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex").slice(0, 12);
}

const MANIFEST = {
  name: "Studio: facial expressions by motion priors",
  short_name: "Studio",
  start_url: "./",
  scope: "./",
  display: "standalone",
  background_color: "#faf9f6",
  theme_color: "#faf9f6",
  icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any maskable" }],
};
