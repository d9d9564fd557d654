import { exportFiles, generateArchive, importFiles, jsonLog, LOG_LEVELS, type LogLevel, openDatabase, runWorker, sendModel, serveHub, setRole, type ImportReport, type ModelToSend, type Role } from "@fmpn/hub";
import { modelFile } from "@fmpn/lab/runs";
import { Command, Option } from "commander";
import { numberBetween, wholeNumber } from "../terminal/option-values.js";
import { formatSeconds, progressBar } from "../terminal/progress-bar.js";
import { stopSignal } from "../terminal/stop-signal.js";
import { DATABASE, DATABASE_WORDS, operationCommands } from "./hub-operation.js";

/** `fmpn hub`: tasks, boards, data sets, papers, methods, as a web site and as files. */
export function hubCommand(): Command {
  const command = new Command("hub")
    .description("serve a hub: tasks, benchmarks, data sets, papers and methods, with claims that are measured again")
    .option("--port <n>", "where it listens", wholeNumber(0, 65_535), 8470)
    .option("--host <address>", "127.0.0.1 is this machine alone; 0.0.0.0 everyone who reaches it", "127.0.0.1")
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .option("--name <text>", "what the hub is called")
    .option("--address <url>", "where the world finds it, for feeds and citations")
    .option("--artifacts <place>", "where models and measurement documents are kept: a folder, by default beside the database's file, or s3://BUCKET/PREFIX")
    .option("--exports <folder>", "where \"fmpn hub export\" writes to: its files are handed out; by default \"export\" beside the database's file")
    .option("--split <slug=folder...>", "a data set of yours that is measured on, by the name of its split", splitFolder)
    .option("--no-worker", "measure nothing here: \"fmpn hub worker\" does, on as many machines as you like")
    .option("--behind-proxy", "take the asker's address from what your proxy notes down (X-Forwarded-For)")
    .addOption(new Option("--log-level <level>", "what is written to the log, as lines of JSON: faults, warnings, every answer, more").choices(LOG_LEVELS).default("warn"))
    .option("--trust-strangers", "take models also where bubblewrap is not installed: they then run in a process that only memory and time limit")
    .option("--empty", "leave an empty database empty; by default it gets the content that comes with this package")
    .action(async ({ empty, split, logLevel, ...options }: ServeOptions) => {
      const stop = stopSignal();
      const [clientId, clientSecret] = [process.env["FMPN_GITHUB_ID"], process.env["FMPN_GITHUB_SECRET"]];
      const github = clientId && clientSecret ? { clientId, clientSecret } : undefined;
      const hub = await serveHub({ ...options, folders: split, github, content: empty !== true, onProgress: progressBar(), log: jsonLog(logLevel), metricsToken: process.env["FMPN_METRICS_TOKEN"] });
      process.stdout.write(`${hub.url}\n`);
      await stop.stopped;
      await hub.close();
    });
  command.addCommand(importCommand());
  command.addCommand(exportCommand());
  command.addCommand(generateCommand());
  command.addCommand(workerCommand());
  command.addCommand(adminCommand());
  command.addCommand(submitCommand());
  for (const one of operationCommands()) command.addCommand(one);
  return command;
}

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly database: string;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly artifacts?: string | undefined;
  readonly exports?: string | undefined;
  readonly split?: Readonly<Record<string, string>> | undefined;
  readonly worker: boolean;
  readonly behindProxy?: true | undefined;
  readonly trustStrangers?: true | undefined;
  readonly empty?: true | undefined;
  readonly logLevel: LogLevel;
}

function splitFolder(text: string, before?: Readonly<Record<string, string>>): Record<string, string> {
  const [, slug, folder] = /^([\w-]+)=(.+)$/.exec(text) ?? [];
  if (slug === undefined || folder === undefined) throw new Error(`--split ${text}: write it as NAME=FOLDER`);
  return { ...before, [slug]: folder };
}

function workerCommand(): Command {
  return new Command("worker")
    .description("measure what a hub's queue holds, on this machine; as many as you like beside each other")
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .option("--artifacts <place>", "where the hub keeps models and documents: a folder that all machines share, or s3://BUCKET/PREFIX", "fmpn-hub/artifacts")
    .option("--split <slug=folder...>", "a data set of yours that is measured on, by the name of its split", splitFolder)
    .action(async ({ database: where, artifacts, split }: { database: string; artifacts: string; split?: Record<string, string> }) => {
      const log = jsonLog("warn");
      const database = await openDatabase(where);
      const stop = stopSignal();
      try {
        process.stdout.write("waiting for models to measure; Ctrl-C ends it and gives its job back\n");
        await runWorker(database, { artifacts, folders: split, signal: stop.signal, onFault: (error) => log("error", "fault", { place: "worker", error: error instanceof Error ? (error.stack ?? error.message) : String(error) }) });
      } finally {
        stop.release();
        await database.close();
      }
    });
}

function adminCommand(): Command {
  return new Command("admin")
    .description("give someone who has an account a role: by default the first admin's")
    .argument("<email>", "the address of the account")
    .addOption(new Option("--role <role>", "what they may do").choices(["reader", "contributor", "reviewer", "admin"]).default("admin"))
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .action(async (email: string, { role, database: where }: { role: Role; database: string }) => {
      const database = await openDatabase(where);
      try {
        await setRole(database, email, role);
        process.stdout.write(`${email} is ${role} now\n`);
      } finally {
        await database.close();
      }
    });
}

interface SubmitOptions extends Omit<ModelToSend, "file" | "name"> {
  readonly to: string;
  readonly key?: string | undefined;
  readonly name?: string | undefined;
}

function submitCommand(): Command {
  return new Command("submit")
    .description("hand a model in to a hub and have it measured")
    .argument("<model>", "a run's folder, or an ONNX file")
    .requiredOption("--to <address>", "the hub")
    .requiredOption("--licence <words>", "of the weights")
    .requiredOption("--training-data <words>", "every set that it was trained on, and which part")
    .option("--key <key>", "as the hub's account page makes it; by default FMPN_HUB_KEY")
    .option("--protocol <name>", "what it is measured on", "hub-seed-2")
    .option("--preprocessing <json>", "how another project's model wants its faces")
    .option("--name <words>", "what it is called; by default its file")
    .addOption(new Option("--relation <word>", "people or pictures of the test seen in training").choices(["disjoint", "overlaps", "unknown"]).default("unknown"))
    .action(async (model: string, { to, key = process.env["FMPN_HUB_KEY"], name = model, ...said }: SubmitOptions) => {
      if (key === undefined) throw new Error("make a key on the hub's account page and name it with --key or FMPN_HUB_KEY");
      process.stdout.write(`${await sendModel(to, key, { ...said, name, file: await modelFile(model) })}\n`);
    });
}

function importCommand(): Command {
  return new Command("import")
    .description("import the archive's dumps (.json, .json.gz, Parquet), boards of OpenCodePapers, or what another hub exported")
    .argument("<file...>", "files, or folders of them")
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .option("--json", "print what became of each file as JSON")
    .action(async (files: string[], { database: where, json }: { database: string; json?: true }) => {
      const database = await openDatabase(where);
      const stop = stopSignal();
      try {
        const reports = await importFiles(database, files, { signal: stop.signal, onProgress: progressBar() });
        process.stdout.write(json === true ? `${JSON.stringify(reports, null, 2)}\n` : reports.map(reportText).join(""));
      } finally {
        stop.release();
        await database.close();
      }
    });
}

function reportText({ file, kind, already, counts, seconds }: ImportReport): string {
  if (already) return `${file}: imported before, nothing changed\n`;
  const words = Object.entries(counts).map(([name, count]) => `${name} ${count.toLocaleString("en")}`);
  return `${file} (${kind.replaceAll("-", " ")}, ${formatSeconds(seconds)}): ${words.join(", ")}\n`;
}

function exportCommand(): Command {
  return new Command("export")
    .description("write the archive's five files, and a sixth with protocols, splits, measurements and disputes")
    .argument("<folder>", "where they go")
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .option("--plain", "leave the files uncompressed")
    .action(async (folder: string, { database: where, plain }: { database: string; plain?: true }) => {
      const database = await openDatabase(where);
      const stop = stopSignal();
      try {
        for (const { file, records } of await exportFiles(database, folder, { gzip: plain !== true, signal: stop.signal })) process.stdout.write(`${file}: ${records.toLocaleString("en")} records\n`);
      } finally {
        stop.release();
        await database.close();
      }
    });
}

function generateCommand(): Command {
  return new Command("generate")
    .description("write files in the archive's forms with made-up content, to try imports and loads with")
    .argument("<folder>", "where they go")
    .option("--scale <share>", "1 is as large as the archive: 576,000 papers, 2 GB unpacked", numberBetween(0.00001, 10), 0.01)
    .option("--seed <n>", "the same seed gives the same files", wholeNumber(0), 1)
    .option("--plain", "leave the files uncompressed")
    .action(async (folder: string, { scale, seed, plain }: { scale: number; seed: number; plain?: true }) => {
      const stop = stopSignal();
      try {
        await generateArchive(folder, { scale, seed, gzip: plain !== true, signal: stop.signal, onProgress: (file, records) => process.stdout.write(`${file}: ${records.toLocaleString("en")} records\n`) });
      } finally {
        stop.release();
      }
    });
}
