/** Runs the `fmpn` command. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.write(`fmpn ${args.join(" ")}\n`);
  return 0;
}
