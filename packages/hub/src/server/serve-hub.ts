import { listen, type Listening } from "@fmpn/page/server";
import { addBundledContent } from "../content/bundled-content.js";
import { openDatabase } from "../database/open-database.js";
import type { Database } from "../database/database.js";
import type { Progress } from "@fmpn/lab";
import { hubApp } from "./hub-app.js";

export interface ServeHubOptions {
  /** A file, ":memory:" or postgres://…; it is made where it's missing. */
  readonly database: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** What the hub is called. */
  readonly name?: string | undefined;
  /** Where the world finds it, for feeds and citations. */
  readonly address?: string | undefined;
  /** Whether an empty database gets the bundled content; by default it does. */
  readonly content?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onFault?: ((error: Error, asked: string) => void) | undefined;
}

export interface ServedHub extends Listening {
  readonly database: Database;
}

/** Opens a hub: its database, its content where there is none yet, its pages. */
export async function serveHub({ database: where, host, port, content = true, onProgress, ...options }: ServeHubOptions): Promise<ServedHub> {
  const database = await openDatabase(where);
  try {
    if (content) await addBundledContent(database, { onProgress });
    const { url, port: own, close } = await listen(await hubApp(database, options), { host, port });
    return {
      url,
      port: own,
      database,
      close: async () => {
        await close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
