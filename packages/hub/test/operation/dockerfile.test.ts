import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const text = (name: string): Promise<string> => readFile(path.join(root, name), "utf8");

interface Manifest {
  readonly engines: { readonly node: string };
  readonly workspaces: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
}

/** Instructions of a Dockerfile with what they say; lines that go on are one. */
async function instructions(): Promise<readonly { readonly name: string; readonly said: string }[]> {
  const lines = (await text("Dockerfile")).replaceAll(/\\\n/g, " ").split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line) => ({ name: line.split(" ")[0] ?? "", said: line.slice(line.indexOf(" ") + 1) }));
}

/** Whether .dockerignore leaves a path out: its patterns here are names at the root, and names anywhere. */
async function isLeftOut(file: string): Promise<boolean> {
  const parts = file.split("/");
  return (await text(".dockerignore")).split("\n").filter(Boolean).some((pattern) => {
    const anywhere = /^\*\*\/(.+)$/.exec(pattern)?.[1];
    if (anywhere === undefined) return parts[0] === pattern;
    return parts.some((part) => (anywhere.startsWith("*") ? part.endsWith(anywhere.slice(1)) : part === anywhere));
  });
}

test("what the image copies and starts is there, and what its build reads is not left out of it", async () => {
  const steps = await instructions();
  const { engines, workspaces, scripts } = JSON.parse(await text("package.json")) as Manifest;
  const stages = steps.filter(({ name }) => name === "FROM").map(({ said }) => said);
  const oldest = Number(/(\d+)/.exec(engines.node)?.[1]);
  for (const stage of stages) assert.ok(Number(/^node:(\d+)/.exec(stage)?.[1]) >= oldest, `${stage} runs ${engines.node}`);
  const [, first] = / AS (\w+)$/.exec(stages[0] ?? "") ?? [];
  for (const { said } of steps.filter(({ name }) => name === "COPY")) {
    const [, from, ...words] = /^(?:--from=(\w+) )?(.+)$/.exec(said) ?? [];
    if (from === undefined) continue;
    assert.equal(from, first);
    const source = words.join(" ").split(" ")[0]?.replace(/^\/app\//, "") ?? "";
    assert.ok(source === "node_modules" || existsSync(path.join(root, source)), `${source} is in the build`);
  }
  // Every script that a step runs is one of the package, and every file that it names is in the image's context.
  const runs = steps.filter(({ name }) => name === "RUN").map(({ said }) => said).join(" && ");
  const named = [...runs.matchAll(/npm run (\S+)/g)].map(([, script = ""]) => script);
  assert.ok(named.length > 0);
  for (const script of named) {
    assert.ok(script in scripts, `npm run ${script}`);
    for (const [file] of (scripts[script] ?? "").matchAll(/scripts\/[\w.-]+/g)) assert.ok(existsSync(path.join(root, file)) && !(await isLeftOut(file)), file);
  }
  for (const file of ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.base.json", "packages/hub/content/additions.json", "packages/fmpn/models/expressions/compact.onnx", ...workspaces.map((workspace) => `${workspace}/tsconfig.json`)]) assert.ok(existsSync(path.join(root, file)) && !(await isLeftOut(file)), file);
  // The build's projects are the workspaces: none of them is outside the context.
  for (const [, project = ""] of (await text("tsconfig.json")).matchAll(/"path":\s*"([^"]+)"/g)) assert.ok(!(await isLeftOut(path.normalize(project))), project);
});

test("its command, and those of compose.yaml, know the options that they are given", async () => {
  const steps = await instructions();
  const words = (name: string): string[] => JSON.parse(steps.findLast((step) => step.name === name)?.said ?? "[]") as string[];
  const [node, bin = ""] = words("ENTRYPOINT");
  assert.equal(node, "node");
  const compose = [...(await text("compose.yaml")).matchAll(/command: (\[.*\])/g)].map(([, list = ""]) => [...list.matchAll(/"([^"]*)"|([\w:/.$\-{}]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ""));
  assert.ok(compose.length >= 2);
  for (const command of [words("CMD"), ...compose]) {
    const own = command.slice(0, command.findIndex((word) => word.startsWith("--")));
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, bin), ...own, "--help"]);
    for (const option of command.filter((word) => word.startsWith("--"))) assert.ok(stdout.includes(option), `fmpn ${own.join(" ")} ${option}`);
  }
  const [data] = steps.filter(({ name }) => name === "VOLUME").map(({ said }) => said);
  assert.ok(words("CMD").some((word) => word.startsWith(`${data}/`)), "the database lies on the volume");
  assert.match(steps.find(({ name, said }) => name === "RUN" && said.includes(`mkdir ${data}`))?.said ?? "", /chown node:node/, "whoever runs it may write there");
  assert.ok(steps.findIndex(({ name }) => name === "USER") > 0, "nothing runs as root");
});
