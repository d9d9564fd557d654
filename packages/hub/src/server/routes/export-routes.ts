import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { exportedFiles } from "../../export/exported-files.js";
import { dataPage } from "../../pages/about-pages.js";
import type { Hub } from "../hub-app.js";

/** What the operator's last export wrote, to take along: no visitor makes the hub write one. */
export function addExportRoutes(app: Hono, hub: Hub, folder: string | undefined): void {
  app.get("/about/data", async (context) => context.html(hub.document(dataPage(await exportedFiles(folder)))));

  app.get("/export/:name", async (context) => {
    const file = (await exportedFiles(folder)).find(({ name }) => name === context.req.param("name"));
    if (file === undefined) throw new HTTPException(404, { message: "There is no such file: its operator has exported nothing, or not this." });
    const headers = { "Content-Type": file.name.endsWith(".gz") ? "application/gzip" : "application/json", "Content-Length": String(file.bytes), "Content-Disposition": `attachment; filename="${file.name}"`, ETag: file.tag, "Cache-Control": "no-cache" };
    if (context.req.header("if-none-match") === file.tag) return context.body(null, 304, { ETag: file.tag });
    if (context.req.method === "HEAD") return context.body(null, 200, headers);
    return context.body(Readable.toWeb(createReadStream(file.place)) as ReadableStream<Uint8Array>, 200, headers);
  });
}
