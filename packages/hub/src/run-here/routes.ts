import { bodyLimit } from "hono/body-limit";
import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { type Content, html, nothing } from "@fmpn/page";
import { grantPowers, memoryFiles } from "@fmpn/page/server";
import { ALLOWANCES } from "../accounts/allowances.js";
import { mayDo, mustDo } from "../accounts/roles.js";
import { takeToken } from "../accounts/take-token.js";
import { ReviewError } from "../review/revisions.js";
import type { Hub } from "../server/hub-app.js";
import { fields } from "../server/routes/account-routes.js";
import type { ArtifactStore } from "../storage/artifact-store.js";
import { MOST_CHARACTERS, offerBrowserMeasurement, RefusedOffer } from "./browser-measurements.js";
import { runHereOffer } from "./offer.js";
import { heldFile, releaseFile, releaseForm } from "./release.js";
import { runHereSection } from "./section.js";
import type { RunHereFiles } from "./site-files.js";

/** What a page shows where one of its models runs in browsers. */
export interface RunHere {
  /** The section, and what the page's head needs for it; grants the page what networks in workers and a camera need. */
  readonly on: (context: Context, models: { readonly paper: number } | { readonly model: number }) => Promise<{ readonly section: Content; readonly head: Content }>;
}

/** Models that run in visitors' browsers: their files, the section's scripts, and what browsers measured. */
export function addRunHere(app: Hono, hub: Hub, files: RunHereFiles, store: ArtifactStore): RunHere {
  const { database } = hub;
  app.use("/run-here/*", async (context, next) => {
    // A worker that runs the kernels asks for the page's own policy, and for itself to be let in.
    if (context.req.path.endsWith(".js")) grantPowers(context, { networks: true });
    await next();
  });
  app.use(memoryFiles(files.files));

  app.get("/artifacts/:name{[0-9a-f]{64}\\.onnx}", async (context) => {
    const sha256 = context.req.param("name").slice(0, 64);
    // What waits for a reviewer is nobody's to fetch.
    const known = await database.sql.selectFrom("artifact").select("bytes").where("sha256", "=", sha256).where("kind", "=", "onnx").where("quarantine", "=", 0).executeTakeFirst();
    const content = known && (await store.open(sha256));
    if (content === undefined) throw new HTTPException(404, { message: "There is no such file, or it is not given out." });
    return context.body(content, 200, { "Content-Type": "application/octet-stream", "Content-Disposition": `attachment; filename="${sha256.slice(0, 16)}.onnx"`, "Content-Length": String(known?.bytes), "Cache-Control": "public, max-age=31536000, immutable", ETag: `"${sha256}"` });
  });

  app.get("/browser-measurements/:name{[0-9]+\\.json}", async (context) => {
    const row = await database.sql.selectFrom("browser_measurement").select("document_sha256").where("id", "=", Number.parseInt(context.req.param("name"), 10)).executeTakeFirst();
    const content = row && (await store.open(row.document_sha256));
    if (content === undefined) throw new HTTPException(404, { message: "There is no such measurement." });
    return context.body(content, 200, { "Content-Type": "application/json" });
  });

  const limit = bodyLimit({ maxSize: 4 * MOST_CHARACTERS, onError: () => { throw new HTTPException(413, { message: "The document is larger than any that a browser writes here." }); } });
  app.post("/run-here/offers", limit, async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    if (!(await takeToken(database, `offers ${person.id}`, ALLOWANCES.offers))) throw new HTTPException(429, { message: "Many measurements in a short time: wait an hour." });
    const { protocol = "", document = "" } = await fields(context);
    try {
      return context.redirect(`/model/${await offerBrowserMeasurement(database, store, person, { protocol: Number(protocol), text: document })}#browsers`, 303);
    } catch (error) {
      if (error instanceof RefusedOffer) throw new HTTPException(422, { message: error.message });
      throw error;
    }
  });

  app.post("/model/:name/release", async (context) => {
    const person = mustDo(await hub.person(context), "review");
    const row = await database.sql.selectFrom("model").select(["id", "slug"]).where("slug", "=", context.req.param("name")).executeTakeFirst();
    if (row === undefined) throw new HTTPException(404, { message: "There is no model of this name." });
    const { held, reason = "" } = await fields(context);
    try {
      await releaseFile(database, person, row.id, held === "yes", reason);
    } catch (error) {
      if (error instanceof ReviewError) throw new HTTPException(409, { message: error.message });
      throw error;
    }
    return context.redirect(`/model/${row.slug}`, 303);
  });

  return {
    async on(context, models) {
      const person = await hub.person(context);
      const file = "model" in models && mayDo(person, "review") ? await heldFile(database, models.model) : undefined;
      const forReviewers = file === undefined || !("model" in models) ? nothing : releaseForm((await database.sql.selectFrom("model").select("slug").where("id", "=", models.model).executeTakeFirstOrThrow()).slug, file);
      const offer = await runHereOffer(database, models);
      if (offer === undefined) return { section: forReviewers, head: undefined };
      grantPowers(context, { networks: true, pictures: true, camera: true });
      return {
        section: html`${runHereSection({ offer, fmpn: files.fmpn, signedIn: person !== undefined })}${forReviewers}`,
        head: html`<link rel="stylesheet" href="${files.style}">
<script type="module" src="${files.script}"></script>
`,
      };
    },
  };
}
