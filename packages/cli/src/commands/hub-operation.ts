import path from "node:path";
import { backUp, checkHub, checkLinks, openArtifactStore, openDatabase, recount, restore } from "@fmpn/hub";
import { Command } from "commander";
import { wholeNumber } from "../terminal/option-values.js";
import { stopSignal } from "../terminal/stop-signal.js";

export const DATABASE = "fmpn-hub/hub.sqlite";
export const DATABASE_WORDS = "a file, made where it is missing, or postgres://…";
const ARTIFACTS_WORDS = "the folder of models and documents, or s3://BUCKET/PREFIX; by default beside the database's file";

interface Places {
  readonly database: string;
  readonly artifacts?: string | undefined;
}

/** What whoever runs a hub needs beside serving it: backups, a look at whether all is whole. */
export function operationCommands(): readonly Command[] {
  return [backupCommand(), restoreCommand(), checkCommand(), linksCommand()];
}

const storeOf = ({ database, artifacts }: Places) => openArtifactStore(artifacts ?? path.join(database.includes("://") ? "fmpn-hub" : path.dirname(database), "artifacts"));
const tell = (step: string): void => void (process.stderr.isTTY && process.stderr.write(`${step} …\n`));

function backupCommand(): Command {
  return new Command("backup")
    .description("copy a hub while it runs: its database, models and documents; into an earlier backup only what is new")
    .argument("<folder>", "where the backup goes")
    .option("--database <file>", "the hub's database", DATABASE)
    .option("--artifacts <place>", ARTIFACTS_WORDS)
    .action(async (folder: string, places: Places) => {
      const stop = stopSignal();
      try {
        const { database, artifacts } = await backUp(places.database, storeOf(places), folder, { signal: stop.signal, onProgress: tell });
        process.stdout.write(`${folder}: a database of ${(database.bytes / 1e6).toFixed(1)} MB, ${artifacts} models and documents\n`);
      } finally {
        stop.release();
      }
    });
}

function restoreCommand(): Command {
  return new Command("restore")
    .description("put a backup where there is no hub yet, after looking at every file's hash")
    .argument("<folder>", "a backup")
    .option("--database <file>", "where the database goes", DATABASE)
    .option("--artifacts <place>", ARTIFACTS_WORDS)
    .action(async (folder: string, places: Places) => {
      const stop = stopSignal();
      try {
        const { made, artifacts } = await restore(folder, places.database, storeOf(places), { signal: stop.signal, onProgress: tell });
        process.stdout.write(`${places.database}: as it was ${made.slice(0, 16).replace("T", " ")} UTC, with ${artifacts} models and documents\n`);
      } finally {
        stop.release();
      }
    });
}

function checkCommand(): Command {
  return new Command("check")
    .description("look whether a hub is whole: its database, its counts, its log of changes, every model and document by its hash")
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .option("--artifacts <place>", ARTIFACTS_WORDS)
    .option("--recount", "count again first what follows from other rows: places and numbers of benchmarks")
    .action(async ({ recount: again, ...places }: Places & { readonly recount?: true }) => {
      const database = await openDatabase(places.database);
      const stop = stopSignal();
      try {
        if (again === true) await recount(database);
        let problems = 0;
        for await (const { what, remedy } of checkHub(database, storeOf(places), { signal: stop.signal, onStep: tell })) {
          problems += 1;
          process.stdout.write(`${what}\n  → ${remedy}\n`);
        }
        process.stdout.write(problems === 0 ? "the hub is whole\n" : `${problems} problems\n`);
        if (problems > 0) process.exitCode = 1;
      } finally {
        stop.release();
        await database.close();
      }
    });
}

function linksCommand(): Command {
  return new Command("links")
    .description("look whether repositories are still there, politely: one request a second to a site, by its robots' rules")
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .option("--limit <n>", "at most so many, those asked longest ago first", wholeNumber(1), 1000)
    .option("--days <n>", "leave those alone that were asked within so many days", wholeNumber(0), 30)
    .action(async ({ database: where, limit, days }: { readonly database: string; readonly limit: number; readonly days: number }) => {
      const database = await openDatabase(where);
      const stop = stopSignal();
      try {
        const { ok, gone, unknown } = await checkLinks(database, { limit, days, signal: stop.signal, onProgress: (done, total) => done % 50 === 0 && tell(`${done} of ${total}`) });
        process.stdout.write(`${ok} answer, ${gone} are gone, ${unknown} gave no sure answer\n`);
      } finally {
        stop.release();
        await database.close();
      }
    });
}
