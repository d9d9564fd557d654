import { exportFiles, generateArchive, importFiles, openDatabase, serveHub, type ImportReport } from "@fmpn/hub";
import { Command } from "commander";
import { numberBetween, wholeNumber } from "../terminal/option-values.js";
import { formatSeconds, progressBar } from "../terminal/progress-bar.js";
import { stopSignal } from "../terminal/stop-signal.js";

const DATABASE = "fmpn-hub/hub.sqlite";
const DATABASE_WORDS = "a file, made where it is missing, or postgres://…";

/** `fmpn hub`: tasks, boards, data sets, papers, methods, as a web site and as files. */
export function hubCommand(): Command {
  const command = new Command("hub")
    .description("serve a hub: tasks, benchmarks, data sets, papers and methods, with claims that are measured again")
    .option("--port <n>", "where it listens", wholeNumber(0, 65_535), 8470)
    .option("--host <address>", "127.0.0.1 is this machine alone; 0.0.0.0 everyone who reaches it", "127.0.0.1")
    .option("--database <place>", DATABASE_WORDS, DATABASE)
    .option("--name <text>", "what the hub is called")
    .option("--address <url>", "where the world finds it, for feeds and citations")
    .option("--empty", "leave an empty database empty; by default it gets the content that comes with this package")
    .action(async ({ port, host, database, name, address, empty }: { port: number; host: string; database: string; name?: string; address?: string; empty?: true }) => {
      const stop = stopSignal();
      const hub = await serveHub({ port, host, database, name, address, content: empty !== true, onProgress: progressBar(), onFault: (error, asked) => process.stderr.write(`fmpn hub: ${asked}: ${error.stack ?? error.message}\n`) });
      process.stdout.write(`${hub.url}\n`);
      await stop.stopped;
      await hub.close();
    });
  command.addCommand(importCommand());
  command.addCommand(exportCommand());
  command.addCommand(generateCommand());
  return command;
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
