import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { bundledModel } from "@fmpn/lab/evaluation";
import { answersHash, measureOnSynthetic, openModel } from "@fmpn/lab/measurement";
import { bundle, noBrowser, withPage } from "../../test-support/browser.js";

const USAGE = `usage: npm run bench -- answers [--count 500] [--seed 2]

Asks the models that come along about the same drawn faces on every engine, in Node and in Chromium, and prints the hash of their
answers: of labels alone, since probabilities differ in their last digits. All lines of a model should be equal.`;

interface Told {
  readonly answers: string;
  readonly faces: string;
}

/** `npm run bench -- answers`: whether every engine answers alike. */
export async function benchAnswers(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(USAGE);
  const [seed, count] = [Number(options.get("seed") ?? 2), Number(options.get("count") ?? 500)];
  const models = { "compact.onnx": bundledModel(), "small-synthetic.onnx": path.join(path.dirname(createRequire(import.meta.url).resolve("@fmpn/hub/package.json")), "models/small-synthetic/small-synthetic.onnx") };
  for (const [name, file] of Object.entries(models)) {
    const bytes = new Uint8Array(await readFile(file));
    const inNode = async (provider: "simd" | "wasm" | "cpu"): Promise<Told> => {
      const classifier = await openModel(bytes, { file: name, hash: "" }, { provider, threads: 1 });
      const { split, predictions } = await measureOnSynthetic({ seed, count }, classifier);
      await classifier.close();
      return { answers: await answersHash(predictions), faces: split.content_sha256 };
    };
    const lines: [string, Told][] = [];
    const add = async (engine: string, work: Promise<Told>): Promise<void> => {
      lines.push([engine, await work]);
      const [, told] = lines.at(-1) ?? ["", { answers: "", faces: "" }];
      console.log(`${name.padEnd(22)} ${engine.padEnd(44)} answers ${told.answers.slice(0, 16)}  faces ${told.faces.slice(0, 16)}`);
    };
    await add("Node, our kernels", inNode("simd"));
    await add("Node, our kernels, the same job again", inNode("simd"));
    await add("Node, ONNX Runtime's WebAssembly", inNode("wasm"));
    await add("Node, ONNX Runtime's native code", inNode("cpu"));
    if (noBrowser === false) {
      const files = new Map([...(await bundle({ "page.js": path.join(import.meta.dirname, "page.ts") })), ["model.onnx", bytes]]);
      await withPage(files, async (page) => {
        await page.addScriptTag({ url: "/page.js", type: "module" });
        for (const [engine, provider] of [["Chromium, our kernels", "simd"], ["Chromium, ONNX Runtime's WebAssembly", "wasm"]] as const) await add(engine, page.evaluate<Told>(`answersHere("/model.onnx", ${seed}, ${count}, "${provider}")`));
      });
    }
    const kinds = new Set(lines.map(([, { answers, faces }]) => `${answers} ${faces}`));
    console.log(`${name}: ${kinds.size === 1 ? `${lines.length} of ${lines.length} alike on ${count} faces` : `${kinds.size} kinds of answers`}\n`);
    if (kinds.size > 1) process.exitCode = 1;
  }
}
