import { fileSize } from "@fmpn/page";
import { buildSite, startStudio } from "@fmpn/studio";
import { Command } from "commander";
import { openAddress } from "../terminal/open-address.js";
import { collect, wholeNumber } from "../terminal/option-values.js";

/** `fmpn studio`: the web app to look with, on this machine; `fmpn studio build`: the same as files for any server. */
export function studioCommand(): Command {
  const studio = new Command("studio")
    .description("a web app on this machine: look with camera, pictures and videos (all in the browser, no picture leaves it); plan, start and watch trainings")
    .option("--port <n>", "port on this machine; 0: one that is free", wholeNumber(0, 65_535), 4750)
    .option("--runs <folder>", "the folder of the training runs", "runs")
    .option("--data <folder>", "a data set that may be looked into and trained on; may be repeated", collect)
    .option("--no-open", "only print the address, do not open a browser")
    .action(async ({ open, ...options }: { readonly port: number; readonly runs: string; readonly data?: string[]; readonly open: boolean }) => {
      const { address } = await startStudio(options);
      process.stdout.write(`studio: ${address} (Ctrl-C ends it; trainings go on)\n`);
      if (open) openAddress(address);
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
