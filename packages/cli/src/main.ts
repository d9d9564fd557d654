import { readFile } from "node:fs/promises";
import { systemReason } from "@fmpn/lab/files";
import { Command, CommanderError } from "commander";
import { Interrupted } from "./terminal/stop-between-steps.js";

/** Each command is loaded when it is called: all of them together take longer to load than many take to run. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  crossval: async () => (await import("./commands/crossval.js")).crossvalCommand(),
  data: async () => (await import("./commands/data.js")).dataCommand(),
  detector: async () => (await import("./commands/detector.js")).detectorCommand(),
  evaluate: async () => (await import("./commands/evaluate.js")).evaluateCommand(),
  export: async () => (await import("./commands/export.js")).exportCommand(),
  faces: async () => (await import("./commands/faces.js")).facesCommand(),
  hub: async () => (await import("./commands/hub.js")).hubCommand(),
  measure: async () => (await import("./commands/measure.js")).measureCommand(),
  model: async () => (await import("./commands/model.js")).modelCommand(),
  prior: async () => (await import("./commands/prior.js")).priorCommand(),
  recognize: async () => (await import("./commands/recognize.js")).recognizeCommand(),
  report: async () => (await import("./commands/report.js")).reportCommand(),
  studio: async () => (await import("./commands/studio.js")).studioCommand(),
  synth: async () => (await import("./commands/synth.js")).synthCommand(),
  train: async () => (await import("./commands/train.js")).trainCommand(),
};

/** Exit codes: 0 done, 1 the work failed, 2 the command was written wrongly, 130 stopped by Ctrl-C. */
const FAILED = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

/**
 * Runs the `fmpn` command. Errors become a message on standard error; `FMPN_DEBUG=1` adds where they came from.
 *
 * @param args the words after `fmpn`
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const interrupt = (): void => {
    // Files are written under temporary names and renamed, so that there is nothing to undo.
    process.stderr.write("\nstopped\n");
    process.exit(INTERRUPTED);
  };
  process.once("SIGINT", interrupt);
  // For good: what was written last may fail after everything else is done.
  if (!process.stdout.listeners("error").includes(outputFailed)) process.stdout.on("error", outputFailed);
  try {
    const program = await buildProgram(args);
    checkCommand(program, args);
    await program.parseAsync([...args], { from: "user" });
    // A command that got through its work may still have something to say by its exit code.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    if (error instanceof Interrupted) return INTERRUPTED;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`fmpn: ${message}\n`);
    if (process.env["FMPN_DEBUG"] && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
    return FAILED;
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
}

function outputFailed(error: NodeJS.ErrnoException): never {
  // A reader that closes the pipe early (`fmpn data … | head`) is no failure.
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`fmpn: what was found cannot be written to standard output: ${systemReason(error)}\n`);
  process.exit(FAILED);
}

/** A command that is cut short is not guessed from single letters that differ, as others are. */
function checkCommand(program: Command, [word = ""]: readonly string[]): void {
  const names = program.commands.map((command) => command.name());
  const meant = word === "" || names.includes(word) ? [] : names.filter((name) => name.startsWith(word));
  if (meant.length > 0) program.error(`error: unknown command '${word}'\n(Did you mean ${meant.join(" or ")}?)`);
}

async function buildProgram([word = ""]: readonly string[]): Promise<Command> {
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  const program = new Command("fmpn")
    .description("Facial expression recognition by motion priors.")
    // Options of `fmpn hub` are not those of `fmpn hub import`.
    .enablePositionalOptions()
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help, or that of a command")
    .showHelpAfterError("(fmpn --help lists the commands, fmpn COMMAND --help its options)");
  // Help and mistakes are about all of them.
  const called = Object.hasOwn(commands, word) ? [word] : Object.keys(commands);
  for (const [name, load] of Object.entries(commands)) if (called.includes(name)) program.addCommand(await load());
  // Commands inherit these only when they're made by the program itself.
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) command.exitOverride().copyInheritedSettings(program);
  return program;
}
