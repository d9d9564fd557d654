// Installs the packages as a stranger would: packed as they are published, then the tarballs in empty projects, from the registry and with everything,
// without optional dependencies, without install scripts; and built by Vite and by each bundler of docs/bundlers.md, opened
// in Chromium and run in Node. Needs the network.
//   npm run try-packages [-- --keep]
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sharp from "sharp";
import { stagePackage } from "./stage-package.mjs";
import { tryBundlers } from "./try-bundlers.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const photo = path.join(root, "demo/images/L030_smile.jpg");
const place = mkdtempSync(path.join(tmpdir(), "fmpn-packages-"));

const run = (folder, command, ...args) => execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const say = (name, what) => console.log(`${name.padEnd(32)} ${what}`);

// Without optional dependencies nothing reads image files: pixels can be given as they are.
const asModule = `import { Recognizer } from "fmpn";
const recognizer = await Recognizer.load();
const face = await recognizer.recognize("photo.jpg").then(([first]) => first, async (error) => {
  if (error.name !== "MissingSharpError") throw error;
  const { readFileSync } = await import("node:fs");
  const { width, height, data } = JSON.parse(readFileSync("photo.json", "utf8"));
  const [pixels] = await recognizer.recognize({ width, height, data: Uint8ClampedArray.from(data) });
  return pixels;
});
console.log(\`\${face.expression} \${face.probabilities[face.expression].toFixed(3)} on \${recognizer.provider}\`);
await recognizer.close();`;
const asCommonJs = `const { Recognizer } = require("fmpn");
(async () => {${asModule.split("\n").slice(1).join("\n")}})();`;

async function packed() {
  const folder = path.join(place, "tarballs");
  mkdirSync(folder);
  for (const name of readdirSync(path.join(root, "packages"))) run(await stagePackage(name, path.join(place, "published")), "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder);
  return Object.fromEntries(readdirSync(folder).map((file) => [file.replace(/-\d.*$/, ""), path.join(folder, file)]));
}

/** The photo as ImageData has it. */
const { data, info } = await sharp(photo).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
const pixels = JSON.stringify({ width: info.width, height: info.height, data: [...data] });

/** An empty project with the packages in it. */
function project(name, install, others = []) {
  const folder = path.join(place, name.replaceAll(/\W+/g, "-"));
  mkdirSync(folder);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  cpSync(photo, path.join(folder, "photo.jpg"));
  writeFileSync(path.join(folder, "photo.json"), pixels);
  run(folder, "npm", "install", "--silent", "--no-audit", "--no-fund", ...install, ...others);
  return folder;
}

async function inVite(library) {
  const folder = project("Vite", library, ["vite"]);
  const guide = readFileSync(path.join(root, "docs/bundlers.md"), "utf8");
  writeFileSync(path.join(folder, "vite.config.mjs"), /\*\*Vite\*\*[^]*?```js\n([^]*?)```/.exec(guide)[1]);
  mkdirSync(path.join(folder, "public"));
  cpSync(photo, path.join(folder, "public/photo.jpg"));
  writeFileSync(path.join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><title>…</title><script type="module" src="/main.js"></script>');
  const report = asModule.replace("console.log(", "document.title = (");
  writeFileSync(path.join(folder, "main.js"), `try {\n${report.replace('import { Recognizer } from "fmpn";', 'const { Recognizer } = await import("fmpn");')}\n} catch (error) { document.title = \`failed: \${error.message}\`; }`);
  run(folder, "npx", "vite", "build", "--logLevel", "error");
  cpSync(path.join(root, "examples/webcam"), path.join(folder, "webcam"), { recursive: true });
  run(path.join(folder, "webcam"), "npx", "vite", "build", "--logLevel", "error");
  say("Vite, examples/webcam", `built, ${readdirSync(path.join(folder, "webcam/dist/assets")).length} files`);
  const { preview, createServer } = await import(path.join(folder, "node_modules/vite/dist/node/index.js"));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    for (const [name, server] of [
      ["Vite, built", await preview({ root: folder, logLevel: "error", preview: { port: 0 } })],
      ["Vite, development server", await (await createServer({ root: folder, logLevel: "error", server: { port: 0 } })).listen()],
    ]) {
      const page = await browser.newPage();
      await page.goto(server.resolvedUrls.local[0]);
      await page.waitForFunction(() => document.title !== "…", undefined, { timeout: 60_000 });
      say(name, await page.title());
      if ((await page.title()).startsWith("failed")) process.exitCode = 1;
      await page.close();
      await server.close();
    }
  } finally {
    await browser.close();
  }
}

try {
  const tarballs = await packed();
  const library = [tarballs["fmpn-graph"], tarballs.fmpn];
  for (const [name, flags] of [["everything", []], ["without optional dependencies", ["--omit=optional"]], ["without install scripts", ["--ignore-scripts"]]]) {
    const folder = project(name, library, flags);
    writeFileSync(path.join(folder, "a.mjs"), asModule);
    writeFileSync(path.join(folder, "a.cjs"), asCommonJs);
    say(`${name}, import`, run(folder, process.execPath, "a.mjs").trim());
    say(`${name}, require`, run(folder, process.execPath, "a.cjs").trim());
  }
  const folder = project("command line", Object.values(tarballs));
  say("command line", run(folder, "npx", "fmpn", "recognize", "photo.jpg", "--csv").trim().split("\n").at(-1).slice(0, 60));
  await inVite(library);
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  await tryBundlers({ root, library, photo, project, say, browser }).finally(() => browser.close());
} finally {
  if (process.argv.includes("--keep")) console.log(place);
  else rmSync(place, { recursive: true });
}
