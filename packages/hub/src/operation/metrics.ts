import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../database/database.js";
import { queueState } from "./queue-state.js";
import { storageState } from "./storage-state.js";

/** What Prometheus asks for. */
export interface Metrics {
  /** One answer. @param route the pattern of its address, of which there are some dozens, never the address itself */
  readonly observe: (method: string, route: string, status: number, seconds: number) => void;
  /** Everything in Prometheus' text form. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** Answers by route, jobs, workers, storage and the process's own figures. Jobs and workers are the same in every web process. */
export function openMetrics(database: Database, cacheSize: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answers = new Histogram({ name: "fmpn_hub_answer_seconds", help: "Time until an answer began, by route.", labelNames: ["method", "route", "status"] as const, buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5], registers });
  const jobs = new Gauge({ name: "fmpn_hub_jobs", help: "Jobs of the queue.", labelNames: ["state"] as const, registers });
  const oldest = new Gauge({ name: "fmpn_hub_oldest_waiting_seconds", help: "Age of the job that waits longest.", registers });
  const workers = new Gauge({ name: "fmpn_hub_workers", help: "Workers that gave a sign of life in the last minute.", registers });
  const artifacts = new Gauge({ name: "fmpn_hub_artifact_bytes", help: "Models and documents.", labelNames: ["kind"] as const, registers });
  const size = new Gauge({ name: "fmpn_hub_database_bytes", help: "The database's size.", registers });
  const kept = new Gauge({ name: "fmpn_hub_page_cache_characters", help: "Pages kept in memory by this process.", registers });
  return {
    contentType: registry.contentType,
    observe: (method, route, status, seconds) => answers.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    text: async () => {
      const state = await queueState(database);
      for (const [name, count] of Object.entries(state.jobs)) jobs.set({ state: name }, count);
      oldest.set(state.oldestWaitingSeconds);
      workers.set(state.workers.filter(({ silentSeconds }) => silentSeconds < 60).length);
      const storage = await storageState(database);
      for (const { kind, bytes } of storage.artifacts) artifacts.set({ kind }, bytes);
      size.set(storage.databaseBytes);
      kept.set(cacheSize());
      return await registry.metrics();
    },
  };
}
