import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { openPart } from "@fmpn/lab";
import { drawDataSheet, inspectDataSet } from "@fmpn/lab/inspection";
import { composeReport } from "@fmpn/lab/report";
import { type ListedRun, listRuns, readRun, RUN_FILES, watchRun } from "@fmpn/lab/runs";
import { checkTrainingPlan, recipes, resolveRecipe, type TrainingPlan } from "@fmpn/lab/training";
import { blocksHtml } from "@fmpn/page/blocks";
import { eventStream, type ServerEvent } from "@fmpn/page/server";
import { encodePng } from "fmpn/pictures";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { commandOf, fieldOf, planOf, type RunForm } from "./form-plan.js";
import { estimateSeconds } from "./jobs/estimate.js";
import { createJobs } from "./jobs/jobs.js";
import { runAddress, trainDocument } from "./layout.js";
import { dataSetPage, dataSetsPage } from "./pages/data-page.js";
import { newRunPage } from "./pages/new-run-page.js";
import { runPage } from "./pages/run-page.js";
import { runsPage, type ShownRun } from "./pages/runs-page.js";
import { runState } from "./run-state.js";
import { settingWords } from "./setting-words.js";

/** A form is short; nothing is uploaded. */
const LONGEST_FORM = 64 * 1024;

export interface TrainRoutesOptions {
  /** The folder of the runs, and data sets that may be read; whole paths. */
  readonly runs: string;
  readonly data: readonly string[];
  /** Address of the live page's script. */
  readonly script: string;
}

/** The training half: runs, one run live, comparison, new runs, data. */
export function trainRoutes({ runs, data, script }: TrainRoutesOptions): Hono {
  const app = new Hono();
  const jobs = createJobs(runs);
  app.use(bodyLimit({ maxSize: LONGEST_FORM, onError: () => { throw new HTTPException(413, { message: "That is more than a form holds." }); } }));

  const shown = async (run: ListedRun): Promise<ShownRun> => ({ run, state: runState(run, await jobs.isRunning(run.name), await jobs.isKnown(run.name)) });
  /** Only what is listed is read: no name leads out of the folder. */
  const asked = async (context: Context, name = context.req.query("name")): Promise<ListedRun> => {
    const run = (await listRuns(runs)).find((each) => each.name === name);
    if (run === undefined) throw new HTTPException(404, { message: "There is no run of this name." });
    return run;
  };
  const form = async (context: Context): Promise<RunForm> => {
    const fields = await context.req.parseBody({ all: true });
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.filter((each) => typeof each === "string") : typeof value === "string" ? value : undefined]));
  };

  app.get("/", async (context) => context.html(runsPage(runs, await Promise.all((await listRuns(runs)).map(shown)))));

  app.get("/compare", async (context) => {
    const names = context.req.queries("name") ?? [];
    if (names.length < 2) throw new HTTPException(400, { message: "Tick at least two runs to compare." });
    const chosen: ListedRun[] = [];
    for (const name of names) chosen.push(await asked(context, name));
    const report = await composeReport(chosen.map(({ folder }) => folder));
    return context.html(trainDocument("Comparison", blocksHtml(report, "Runs side by side"), "/train"));
  });

  app.get("/run", async (context) => {
    const run = await asked(context);
    const [report, record] = run.state === "broken" ? [undefined, undefined] : await Promise.all([composeReport([run.folder]), readRun(run.folder)]);
    return context.html(runPage({ ...(await shown(run)), report, record, masks: await maskPictures(run), log: await jobs.log(run.name), script }));
  });
  app.get("/run/events", async (context) => {
    const run = await asked(context);
    return eventStream(context, (signal) => newsOf(run, signal));
  });
  app.get("/run/mask", async (context) => {
    const run = await asked(context);
    const file = (await maskPictures(run)).find((each) => each === context.req.query("file"));
    if (file === undefined) throw new HTTPException(404, { message: "There is no such picture." });
    return context.body(new Uint8Array(await readFile(path.join(run.folder, RUN_FILES.masks, file))), 200, { "Content-Type": "image/png" });
  });
  app.get("/run/model.onnx", async (context) => {
    const run = await asked(context);
    if (run.state !== "finished" || run.kind !== "training") throw new HTTPException(404, { message: "The run has no model yet." });
    return context.body(new Uint8Array(await readFile(path.join(run.folder, RUN_FILES.model))), 200, { "Content-Type": "application/octet-stream" });
  });
  app.post("/stop", async (context) => {
    const run = await asked(context, fieldOf(await form(context), "name"));
    if (!(await jobs.stop(run.name))) throw new HTTPException(409, { message: "The studio did not start this run, or it has ended: stop it with Ctrl-C in its terminal." });
    return context.redirect(runAddress(run.name), 303);
  });
  app.post("/resume", async (context) => {
    const run = await asked(context, fieldOf(await form(context), "name"));
    await jobs.start(run.name, { out: run.folder, resume: true }).catch(refuse);
    return context.redirect(runAddress(run.name), 303);
  });

  app.post("/first", async (context) => {
    const taken = new Set((await listRuns(runs)).map(({ name }) => name));
    const number = Array.from({ length: taken.size + 1 }, (_, index) => index + 1).find((each) => !taken.has(`first-${each}`)) ?? 1;
    return await begin(context, `first-${number}`, { out: path.join(runs, `first-${number}`), synthetic: 12_000, recipe: "synthetic" });
  });
  app.get("/new", async (context) => context.html(newRunPage({ form: {}, folders: data, settings: await settingWords(recipes.synthetic) })));
  app.post("/new", async (context) => {
    const fields = await form(context);
    const page = { form: fields, folders: data };
    const recipe = fieldOf(fields, "recipe") || "synthetic";
    try {
      if (!Object.hasOwn(recipes, recipe)) throw new Error(`Recipe: there is none called ${recipe}.`);
      const plan = checkTrainingPlan(planOf(fields, runs, data));
      const resolved = await resolveRecipe(recipe, plan.settings);
      const name = path.basename(plan.out);
      if ((await listRuns(runs)).some((run) => run.name === name)) throw new Error(`Name: there is a run called ${name} already.`);
      if (fieldOf(fields, "do") === "start") return await begin(context, name, plan);
      const seconds = fieldOf(fields, "try") === "" ? undefined : await estimateSeconds(recipe, plan.settings ?? [], resolved, await facesOf(plan), context.req.raw.signal);
      return context.html(newRunPage({ ...page, settings: await settingWords(resolved), command: commandOf(plan), seconds }));
    } catch (error) {
      if (error instanceof HTTPException) throw error;
      const settings = await settingWords(Object.hasOwn(recipes, recipe) ? recipes[recipe as keyof typeof recipes] : recipes.synthetic);
      return context.html(newRunPage({ ...page, settings, fault: error instanceof Error ? error.message : String(error) }), 422);
    }
  });

  app.get("/data", async (context) => {
    const folder = context.req.query("folder");
    if (folder === undefined) return context.html(dataSetsPage(data));
    try {
      const set = await openPart(given(folder));
      return context.html(dataSetPage(folder, set, await inspectDataSet(set, { workers: 1, signal: context.req.raw.signal })));
    } catch (error) {
      if (error instanceof HTTPException) throw error;
      return context.html(dataSetsPage(data, error instanceof Error ? error.message : String(error)), 422);
    }
  });
  app.get("/data/sheet.png", async (context) => {
    const sheet = await drawDataSheet(await openPart(given(context.req.query("folder"))));
    return context.body(new Uint8Array(await encodePng(sheet)), 200, { "Content-Type": "image/png" });
  });

  function given(folder: string | undefined): string {
    if (folder === undefined || !data.includes(folder)) throw new HTTPException(404, { message: "The studio was given no such folder (--data)." });
    return folder;
  }

  async function begin(context: Context, name: string, plan: TrainingPlan): Promise<Response> {
    await jobs.start(name, plan).catch(refuse);
    // The run is listed once its folder is made; what goes wrong before is told here.
    const deadline = Date.now() + BEGIN_MS;
    while (Date.now() < deadline) {
      if ((await listRuns(runs)).some((run) => run.name === name)) return context.redirect(runAddress(name), 303);
      if (!(await jobs.isRunning(name))) throw new HTTPException(422, { message: `${name} could not begin: ${(await jobs.log(name)).trim().split("\n").at(-1) ?? ""}` });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return context.redirect("/train", 303);
  }

  return app;
}

/** How long a page waits for a run's folder: gathering faces may take longer. */
const BEGIN_MS = 20_000;

function refuse(error: unknown): never {
  throw new HTTPException(409, { message: error instanceof Error ? error.message : String(error) });
}

async function maskPictures({ folder }: ListedRun): Promise<string[]> {
  return (await readdir(path.join(folder, RUN_FILES.masks)).catch(() => [])).filter((file) => file.endsWith(".png")).sort();
}

async function* newsOf(run: ListedRun, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  for await (const news of watchRun(run.folder, { signal })) yield { event: "run", data: { ...news, masks: await maskPictures(run) } };
}

/** How many faces a plan trains on at most. */
async function facesOf({ synthetic, data = [] }: TrainingPlan): Promise<number> {
  if (synthetic !== undefined) return synthetic;
  const sets = await Promise.all(data.map(openPart));
  return sets.reduce((sum, { samples }) => sum + samples.length, 0);
}
