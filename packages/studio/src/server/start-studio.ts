import { randomBytes } from "node:crypto";
import path from "node:path";
import { html, servedDocument } from "@fmpn/page";
import { contentType, FOR_EVER, listen, type Listening, stylePath, webApp } from "@fmpn/page/server";
import { BUNDLE } from "../site/bundle-folder.js";
import { siteFiles } from "../site/site-files.js";
import { trainRoutes } from "../train/routes.js";
import { loopbackGuard } from "./loopback-guard.js";
import { tokenGuard } from "./token-guard.js";

export interface StudioOptions {
  /** By default one that is free. */
  readonly port?: number | undefined;
  /** The folder of the training runs, by default `runs`. */
  readonly runs?: string | undefined;
  /** Folders of data sets that may be looked into and trained on; no others are. */
  readonly data?: readonly string[] | undefined;
  /** A folder with the bundled scripts; by default the package's own. */
  readonly bundle?: string | undefined;
}

/** A studio that is being served. */
export interface Studio extends Listening {
  /** Where a person enters: with the token without which nothing can be trained or looked into. */
  readonly address: string;
}

/**
 * Serves the studio on this machine, and to this machine only.
 *
 * @throws Error where the port is taken, or the scripts were not built
 */
export async function startStudio({ port, runs = "runs", data = [], bundle = BUNDLE }: StudioOptions = {}): Promise<Studio> {
  const files = await siteFiles(bundle, [{ href: "/train", text: "Training" }]);
  const token = randomBytes(24).toString("base64url");
  const app = webApp({
    powers: { networks: true, pictures: true, camera: true },
    errorPage: (status, words) => servedDocument({ title: String(status), main: html`<h1>${words}</h1><p><a href="/">To the studio</a></p>` }, { styles: [stylePath] }),
  });
  app.use(loopbackGuard());
  app.use(tokenGuard(token, "/train"));
  const script = [...files.keys()].find((name) => name.endsWith("/dist/js/train.js"));
  app.route("/train", trainRoutes({ runs: path.resolve(runs), data: data.map((folder) => path.resolve(folder)), script: `/${script ?? ""}` }));
  app.get("*", async (context, next) => {
    const name = context.req.path === "/" ? "index.html" : context.req.path.slice(1);
    const content = files.get(name);
    if (content === undefined) return await next();
    return context.body(new Uint8Array(content), 200, { "Content-Type": contentType(name), "Cache-Control": name.startsWith("v-") ? FOR_EVER : "no-cache" });
  });
  const listening = await listen(app, { port });
  return { ...listening, address: `${listening.url}/?token=${token}` };
}
