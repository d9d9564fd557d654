import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { html } from "@fmpn/page";
import { ALLOWANCES } from "../../accounts/allowances.js";
import { mustDo } from "../../accounts/roles.js";
import { takeToken } from "../../accounts/take-token.js";
import { UPLOAD_LIMITS } from "../../measure/open-strangers-model.js";
import { dryRunPage, submitModelPage } from "../../pages/model-submission-pages.js";
import { queuePage } from "../../pages/queue-pages.js";
import { measurableProtocols, queuedJobs } from "../../queries/measuring.js";
import type { JobQueue } from "../../queue/job-queue.js";
import { TooLargeError } from "../../storage/artifact-store.js";
import { draftModel, type KeptModelSubmission, type ModelDesk, modelSubmissionSchema, queueModel, RefusedModel } from "../../submissions/submit-model.js";
import type { Hub } from "../hub-app.js";

/** Handing in a model: a form, eight faces, the queue. */
export function addModelRoutes(app: Hono, hub: Hub, desk: ModelDesk, queue: JobQueue): void {
  const { database } = hub;
  const protocols = () => measurableProtocols(database, desk.folders);
  const signedIn = async (context: Context) => {
    const person = await hub.person(context);
    return person === undefined ? context.redirect(`/sign-in?next=${encodeURIComponent(context.req.path)}`, 303) : mustDo(person, "submit");
  };

  app.get("/queue", async (context) => context.html(hub.document(queuePage(await queuedJobs(database)))));

  app.get("/submit/model", async (context) => {
    const person = await signedIn(context);
    if (person instanceof Response) return person;
    return context.html(hub.document(submitModelPage(await protocols())));
  });

  const limit = bodyLimit({ maxSize: UPLOAD_LIMITS.file + 1e5, onError: () => { throw new HTTPException(413, { message: "The file is larger than 64 MB." }); } });
  app.post("/submit/model", limit, async (context) => {
    const person = await signedIn(context);
    if (person instanceof Response) return person;
    if (!(await takeToken(database, `drafts ${person.id}`, ALLOWANCES.drafts))) throw new HTTPException(429, { message: "Too many models in a short time: wait a few minutes." });
    const form = await context.req.parseBody();
    const values = Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
    const refuse = async (error: Parameters<typeof html>[1]) => context.html(hub.document(submitModelPage(await protocols(), { values, error: html`${error}` })), 422);
    const said = modelSubmissionSchema.safeParse(values);
    if (!said.success) return await refuse(`${said.error.issues[0]?.path.join(".")}: ${said.error.issues[0]?.message}`);
    const { model, preprocessing } = form;
    if (!(model instanceof Blob) || model.size === 0) return await refuse("Choose an ONNX file.");
    try {
      const id = await draftModel(desk, person, said.data, model, preprocessing instanceof Blob && preprocessing.size > 0 ? preprocessing : undefined);
      return context.redirect(`/submissions/${id}`, 303);
    } catch (error) {
      if (error instanceof RefusedModel) return await refuse(html`<strong>Not taken: ${error.kind}.</strong> ${error.message}`);
      if (error instanceof TooLargeError) return await refuse("The file is larger than is taken: 64 MB for a model, 20 kB for a statement.");
      throw error;
    }
  });

  app.get("/api/v1/measurable", async (context) => {
    const results = (await protocols()).map(({ id, slug, name, boardSlug, images, secret }) => ({ id, protocol: slug, name, board: boardSlug, images, secret }));
    return context.json({ count: results.length, next: null, previous: null, results });
  });

  // What `fmpn hub submit` does: the form and the button in one step, by key.
  app.post("/api/v1/measurements", limit, async (context) => {
    const person = mustDo(await hub.person(context), "submit");
    if (!context.req.header("authorization")) throw new HTTPException(401, { message: "Programs come with a key (Authorization: Bearer …)." });
    if (!(await takeToken(database, `measure ${person.id}`, ALLOWANCES.measurements))) throw new HTTPException(429, { message: "Three models a day are measured for each person." });
    const form = await context.req.parseBody();
    const said = modelSubmissionSchema.safeParse(form);
    if (!said.success) throw new HTTPException(422, { message: `${said.error.issues[0]?.path.join(".")}: ${said.error.issues[0]?.message}` });
    const { model, preprocessing } = form;
    if (!(model instanceof Blob) || model.size === 0) throw new HTTPException(422, { message: "model: an ONNX file is wanted" });
    try {
      const draft = await draftModel(desk, person, said.data, model, preprocessing instanceof Blob && preprocessing.size > 0 ? preprocessing : undefined);
      return context.json({ measurement: await queueModel(database, queue, person, draft) }, 201);
    } catch (error) {
      if (error instanceof RefusedModel) throw new HTTPException(422, { message: `Not taken (${error.kind}): ${error.message}` });
      if (error instanceof TooLargeError) throw new HTTPException(413, { message: "The file is larger than 64 MB." });
      throw error;
    }
  });

  app.get("/submissions/:id{[0-9]+}", async (context) => {
    const person = await signedIn(context);
    if (person instanceof Response) return person;
    const row = await database.sql.selectFrom("submission").selectAll().where("id", "=", Number(context.req.param("id"))).where("kind", "=", "model").executeTakeFirst();
    if (row === undefined || row.person_id !== person.id) throw new HTTPException(404, { message: "You have no such submission." });
    if (row.state !== "draft" && row.target_id !== null) {
      const { slug } = await database.sql.selectFrom("measurement").select("slug").where("id", "=", row.target_id).executeTakeFirstOrThrow();
      return context.redirect(`/measurement/${slug}`, 303);
    }
    const said = JSON.parse(row.content) as KeptModelSubmission;
    const protocol = (await protocols()).find(({ id }) => id === said.protocol);
    if (protocol === undefined) throw new HTTPException(410, { message: "This hub no longer measures under that protocol." });
    return context.html(hub.document(dryRunPage(row.id, said, protocol)));
  });

  app.post("/submissions/:id{[0-9]+}/measure", async (context) => {
    const person = await signedIn(context);
    if (person instanceof Response) return person;
    if (!(await takeToken(database, `measure ${person.id}`, ALLOWANCES.measurements))) throw new HTTPException(429, { message: "Three models a day are measured for each person. Your draft stays." });
    try {
      return context.redirect(`/measurement/${await queueModel(database, queue, person, Number(context.req.param("id")))}`, 303);
    } catch (error) {
      if (error instanceof RangeError) throw new HTTPException(404, { message: "You have no such submission." });
      throw error;
    }
  });
}
