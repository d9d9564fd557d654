import { html, servedDocument } from "@fmpn/page";
import { contentType, FOR_EVER, listen, type Listening, stylePath, webApp } from "@fmpn/page/server";
import { BUNDLE } from "../site/bundle-folder.js";
import { siteFiles } from "../site/site-files.js";
import { loopbackGuard } from "./loopback-guard.js";

export interface StudioOptions {
  /** By default one that is free. */
  readonly port?: number | undefined;
  /** A folder with the bundled scripts; by default the package's own. */
  readonly bundle?: string | undefined;
}

/**
 * Serves the studio on this machine, and to this machine only.
 *
 * @throws Error where the port is taken, or the scripts were not built
 */
export async function startStudio({ port, bundle = BUNDLE }: StudioOptions = {}): Promise<Listening> {
  const files = await siteFiles(bundle);
  const app = webApp({
    powers: { networks: true, pictures: true, camera: true },
    errorPage: (status, words) => servedDocument({ title: String(status), main: html`<h1>${words}</h1><p><a href="/">To the studio</a></p>` }, { styles: [stylePath] }),
  });
  app.use(loopbackGuard());
  app.get("*", async (context, next) => {
    const name = context.req.path === "/" ? "index.html" : context.req.path.slice(1);
    const content = files.get(name);
    if (content === undefined) return await next();
    return context.body(new Uint8Array(content), 200, { "Content-Type": contentType(name), "Cache-Control": name.startsWith("v-") ? FOR_EVER : "no-cache" });
  });
  return await listen(app, { port });
}
