import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { MiddlewareHandler } from "hono";
import { FOR_EVER } from "./web-app.js";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};

/** The type of a file by its name's ending. */
export function contentType(name: string): string {
  return TYPES[path.extname(name).toLowerCase()] ?? "application/octet-stream";
}

/**
 * Files of a folder, below an address; what is not there is passed on. No path leads out of the folder.
 *
 * @param prefix the address that stands for the folder, as "/assets"
 * @param forEver whether their names change with their content; by default browsers ask each time
 */
export function staticFiles(folder: string, prefix: string, forEver = false): MiddlewareHandler {
  return serveStatic({
    root: path.resolve(folder),
    rewriteRequestPath: (asked) => asked.slice(prefix.length),
    onFound: (_file, context) => context.header("Cache-Control", forEver ? FOR_EVER : "no-cache"),
  });
}

/** A file or what was made in memory, by a name that changes with its content. */
export interface NamedFile {
  /** The address, as "/assets/studio-3f9a….js". */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** Names a file by its content. @param name as "studio.js" @param prefix as "/assets" */
export function namedFile(name: string, bytes: Uint8Array, prefix = "/assets"): NamedFile {
  const ending = path.extname(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return { path: `${prefix}/${path.basename(name, ending)}-${hash}${ending}`, bytes, type: contentType(name) };
}

/** Reads a file and names it by its content. */
export async function readNamedFile(file: string, prefix?: string): Promise<NamedFile> {
  return namedFile(path.basename(file), await readFile(file), prefix);
}

/** Answers with files that are held in memory; what is none of them is passed on. */
export function memoryFiles(files: readonly NamedFile[]): MiddlewareHandler {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return async (context, next) => {
    const file = byPath.get(context.req.path);
    if (file === undefined) return await next();
    return context.body(new Uint8Array(file.bytes), 200, { "Content-Type": file.type, "Cache-Control": FOR_EVER });
  };
}
