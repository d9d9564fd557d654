import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { OVER_MEMORY } from "./guard-protocol.js";

// The entry of a thread that ends its process before it takes more memory than `workerData` bytes.

const LOOK_MS = 10;

setInterval(() => {
  if (process.memoryUsage.rss() <= (workerData as number)) return;
  writeSync(2, `${OVER_MEMORY}\n`);
  // A native run cannot be interrupted any other way.
  process.kill(process.pid, "SIGKILL");
}, LOOK_MS);
