// How the packages find their own files, in a form that every bundler keeps.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { demoPicture } from "../demo-folder.js";

const packages = fileURLToPath(new URL("../../../", import.meta.url));

test("an address beside the code is written out and leads to a file, never to a folder; and in what is bundled for servers there is none", () => {
  let found = 0;
  for (const name of readdirSync(packages)) {
    const dist = path.join(packages, name, "dist");
    for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js") && !/^bundle[\\/]/.test(file))) {
      const code = readFileSync(path.join(dist, file), "utf8").replaceAll(/\/\*.*?\*\/|\/\/.*/gs, "");
      for (const [, address] of code.matchAll(/new URL\(([^()]*?),\s*import\.meta\.url\)/g)) {
        found += 1;
        const literal = /^"([^"]+)"$/.exec(address ?? "")?.[1];
        assert.ok(literal !== undefined, `${name}/dist/${file}: ${address} is not written out`);
        assert.ok(statSync(new URL(literal, pathToFileURL(path.join(dist, file)))).isFile(), `${name}/dist/${file}: ${literal} is no file`);
        // A bundler for servers moves what such an address leads to, and a CommonJS bundle has none to begin with.
        if (["graph", "fmpn"].includes(name)) assert.match(file, /\.browser\.js$|^browser[\\/]/, `${file} is for Node, too: packageFile finds a package's files there`);
      }
    }
  }
  assert.ok(found >= 5, `${found} addresses`);
});

test("bundled by esbuild for Node, to CommonJS as to modules, the recogniser finds its models and its thread", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fmpn-bundle-"));
  try {
    symlinkSync(path.join(packages, "../node_modules"), path.join(folder, "node_modules"));
    copyFileSync(demoPicture("L030_smile.jpg"), path.join(folder, "photo.jpg"));
    const program = `import { Recognizer } from "fmpn";
void (async () => {
  for (const worker of [false, true]) {
    const recognizer = await Recognizer.load({ worker });
    console.log((await recognizer.recognize("photo.jpg"))[0].expression);
    await recognizer.close();
  }
})();`;
    for (const [format, file] of [["cjs", "app.cjs"], ["esm", "app.mjs"]] as const) {
      const outfile = path.join(folder, file);
      await build({ stdin: { contents: program, resolveDir: folder }, outfile, bundle: true, platform: "node", format, external: ["sharp", "onnxruntime-node", "onnxruntime-web"], logLevel: "error" });
      const { stdout, stderr } = spawnSync(process.execPath, [outfile], { cwd: folder, encoding: "utf8" });
      assert.equal(stdout, "happiness\nhappiness\n", `${format}: ${stderr}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
