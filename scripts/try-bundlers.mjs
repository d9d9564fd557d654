// Builds a page and a server with each bundler of docs/bundlers.md, told what stands there, and runs what comes out: the page in Chromium, the server
// in Node. Called by try-packages.mjs; needs the network.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

const pageProgram = (from) => `import { Recognizer } from "${from}";
const said = [];
for (const options of [{}, { worker: true }]) {
  try {
    const recognizer = await Recognizer.load(options);
    const [face] = await recognizer.recognize(new URL("photo.jpg", document.baseURI));
    said.push(face.expression);
    await recognizer.close();
  } catch (error) { said.push("failed: " + error.message); }
}
document.title = said.join(", ");`;
const serverProgram = `import { Recognizer } from "fmpn";
void (async () => {
  const said = [];
  for (const options of [{}, { worker: true }]) {
    const recognizer = await Recognizer.load(options);
    said.push((await recognizer.recognize("photo.jpg"))[0].expression);
    await recognizer.close();
  }
  console.log(said.join(", "));
})();`;
const html = '<!doctype html><meta charset="utf-8"><title>…</title><script type="module" src="main.js"></script>';

/** The code block of a bundler in the guide. */
function block(guide, bundler, language) {
  const found = new RegExp(`\\*\\*${bundler}\\*\\*[^]*?\`\`\`${language}\\n([^]*?)\`\`\``).exec(guide);
  if (found === null) throw new Error(`docs/bundlers.md has no block of ${language} for ${bundler}`);
  return found[1];
}

/**
 * @param {object} tools of try-packages: `project` makes a stranger's project with packages, `say` reports, `browser` is Chromium
 */
export async function tryBundlers({ root, library, photo, project, say, browser }) {
  const guide = readFileSync(path.join(root, "docs/bundlers.md"), "utf8");
  const run = (folder, ...command) => execFileSync("npx", command, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });
  const report = (name, said) => {
    say(name, said);
    if (said !== "happiness, happiness") process.exitCode = 1;
  };
  const titleOf = async (address) => {
    const page = await browser.newPage();
    try {
      await page.goto(address);
      await page.waitForFunction(() => document.title !== "…" && document.title !== "", undefined, { timeout: 120_000 });
      return await page.title();
    } finally {
      await page.close();
    }
  };
  const built = async (name, folder) => {
    cpSync(photo, path.join(folder, "photo.jpg"));
    const server = await serve(folder);
    report(name, await titleOf(`http://localhost:${server.address().port}/`));
    server.close();
  };
  const site = (name, packages, from = "fmpn") => {
    const folder = project(name, library, packages);
    writeFileSync(path.join(folder, "main.js"), pageProgram(from));
    writeFileSync(path.join(folder, "index.html"), html);
    writeFileSync(path.join(folder, "server.mjs"), serverProgram);
    return folder;
  };

  const esbuild = site("esbuild for Node", ["esbuild"]);
  const command = block(guide, "esbuild for Node", "sh").trim().replace("npx ", "").replace("app.mjs", "server.mjs").split(" ");
  for (const format of ["cjs", "esm"]) {
    const file = `app.${format === "cjs" ? "cjs" : "mjs"}`;
    run(esbuild, ...command.map((word) => word.replace("format=cjs", `format=${format}`).replace("app.cjs", file)));
    report(`esbuild for Node, ${format}`, execFileSync(process.execPath, [file], { cwd: esbuild, encoding: "utf8" }).trim());
  }

  const webpack = site("webpack", ["webpack", "webpack-cli"]);
  writeFileSync(path.join(webpack, "webpack.config.cjs"), `module.exports = [
  { mode: "production", entry: "./main.js", output: { filename: "main.js", path: __dirname + "/dist" }, performance: { hints: false } },
  { mode: "production", target: "node", entry: "./server.mjs", output: { filename: "app.cjs", path: __dirname + "/dist-node" }, externals: { sharp: "commonjs sharp" } },
];`);
  run(webpack, "webpack");
  cpSync(path.join(webpack, "index.html"), path.join(webpack, "dist/index.html"));
  await built("webpack", path.join(webpack, "dist"));
  report("webpack for Node", execFileSync(process.execPath, ["dist-node/app.cjs"], { cwd: webpack, encoding: "utf8" }).trim());

  const rollup = site("Rollup", ["rollup", "@rollup/plugin-node-resolve", "@web/rollup-plugin-import-meta-assets"]);
  writeFileSync(path.join(rollup, "rollup.config.mjs"), block(guide, "Rollup", "js"));
  run(rollup, "rollup", "-c");
  cpSync(path.join(rollup, "index.html"), path.join(rollup, "dist/index.html"));
  await built("Rollup", path.join(rollup, "dist"));

  const parcel = site("Parcel", ["parcel"], "fmpn/browser");
  const facts = path.join(parcel, "package.json");
  writeFileSync(facts, JSON.stringify({ ...JSON.parse(readFileSync(facts, "utf8")), ...JSON.parse(block(guide, "Parcel", "json")) }));
  run(parcel, "parcel", "build", "index.html", "--dist-dir", "dist", "--public-url", "./");
  await built("Parcel", path.join(parcel, "dist"));

  const next = site("Next.js", ["next", "react", "react-dom"]);
  mkdirSync(path.join(next, "app/api"), { recursive: true });
  mkdirSync(path.join(next, "public"));
  cpSync(photo, path.join(next, "public/photo.jpg"));
  writeFileSync(path.join(next, "app/layout.js"), "export default function Layout({ children }) { return <html><body>{children}</body></html>; }");
  writeFileSync(path.join(next, "app/page.js"), `"use client";\nimport { useEffect } from "react";\nexport default function Page() { useEffect(() => void (async () => {\n${pageProgram("fmpn").replace('import { Recognizer } from "fmpn";', 'const { Recognizer } = await import("fmpn");')}\n})(), []); return null; }`);
  writeFileSync(path.join(next, "app/api/route.js"), `import { Recognizer } from "fmpn";
export const dynamic = "force-dynamic";
export async function GET() {
  const said = [];
  for (const options of [{}, { worker: true }]) {
    const recognizer = await Recognizer.load(options);
    said.push((await recognizer.recognize("photo.jpg"))[0].expression);
    await recognizer.close();
  }
  return new Response(said.join(", "));
}`);
  for (const bundler of ["--turbopack", "--webpack"]) {
    run(next, "next", "build", bundler);
    const server = spawn(process.execPath, ["node_modules/next/dist/bin/next", "start", "-p", "3157"], { cwd: next, stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((ready) => server.stdout.on("data", (text) => /Ready/.test(String(text)) && ready()));
    try {
      const response = await fetch("http://localhost:3157/api");
      report(`Next.js ${bundler}, route`, response.ok ? await response.text() : `failed: status ${response.status}`);
      report(`Next.js ${bundler}, page`, await titleOf("http://localhost:3157/"));
    } finally {
      server.kill();
    }
  }
}

const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".jpg": "image/jpeg" };

/** A static server of a folder. */
async function serve(folder) {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    try {
      const content = readFileSync(path.join(folder, name.endsWith("/") ? `${name}index.html` : name));
      response.writeHead(200, { "Content-Type": types[path.extname(name)] ?? (name.endsWith("/") ? "text/html" : "application/octet-stream") }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, ready));
  return server;
}
