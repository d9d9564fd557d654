import { fileSize } from "@fmpn/page";
import { buildSite, startStudio } from "@fmpn/studio";
import { Command } from "commander";
import { openAddress } from "../terminal/open-address.js";
import { wholeNumber } from "../terminal/option-values.js";

/** `fmpn studio`: the web app to look with, on this machine; `fmpn studio build`: the same as files for any server. */
export function studioCommand(): Command {
  const studio = new Command("studio")
    .description("look with a web app: camera, pictures and videos, what the network saw; all in the browser, no picture leaves it")
    .option("--port <n>", "port on this machine; 0: one that is free", wholeNumber(0, 65_535), 4750)
    .option("--no-open", "only print the address, do not open a browser")
    .action(async ({ port, open }: { readonly port: number; readonly open: boolean }) => {
      const { url } = await startStudio({ port });
      process.stdout.write(`studio: ${url} (Ctrl-C ends it)\n`);
      if (open) openAddress(url);
      // Until Ctrl-C, which ends the process.
      await new Promise<never>(() => {});
    });
  studio
    .command("build")
    .description("write the studio as files that any web server hosts (https, for the camera)")
    .requiredOption("--out <folder>", "where to write them")
    .action(async ({ out }: { readonly out: string }) => {
      const { files, bytes } = await buildSite(out);
      process.stdout.write(`written: ${out}, ${files} files, ${fileSize(bytes)}\n`);
    });
  return studio;
}
