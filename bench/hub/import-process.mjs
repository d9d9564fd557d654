// Imports an archive in a process of its own, so that its memory can be told.
import { importFiles, openDatabase } from "@fmpn/hub";

const [file = "", archive = ""] = process.argv.slice(2);
const started = performance.now();
const database = await openDatabase(file);
const reports = await importFiles(database, [archive]);
await database.close();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.send?.({ seconds: (performance.now() - started) / 1000, cpu: (userCPUTime + systemCPUTime) / 1e6, rss: maxRSS / 1000, counts: Object.fromEntries(reports.map(({ kind, seconds, counts }) => [kind, { seconds: Math.round(seconds), records: counts["records"], imported: counts["imported"], rejected: counts["rejected"] ?? 0 }])) }, () => process.exit(0));
