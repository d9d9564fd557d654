#!/usr/bin/env node
// The command comes with fmpn-cli. Where both packages are installed npm may link this name to either of them.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const command = ["fmpn-cli", path.join(process.cwd(), "node_modules/fmpn-cli")].map(find).find((file) => file !== undefined);
if (command === undefined) {
  process.stderr.write("fmpn: the command comes with the package fmpn-cli, which is not installed here (the package fmpn is the library alone).\nInstall it with: npm install fmpn-cli\n");
  process.exitCode = 1;
} else {
  const { main } = await import(pathToFileURL(command).href);
  process.exitCode = await main(process.argv.slice(2));
}

function find(name) {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    return undefined;
  }
}
