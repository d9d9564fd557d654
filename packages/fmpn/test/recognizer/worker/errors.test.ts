import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ProviderError } from "@fmpn/graph/inference";
import { build } from "esbuild";
import { ImageError } from "#src/images/image-error.js";
import { ModelFileError } from "#src/model-file/model-info.js";
import { packError, unpackError } from "#src/recognizer/worker/errors.js";

const thrown = [new ImageError("a.jpg", "empty", "has zero bytes"), new ModelFileError("cut.onnx: ends early"), new ProviderError("none"), new RangeError("too many"), new TypeError("no list")];

test("errors come back in their classes, with name and message", () => {
  for (const error of thrown) {
    const back = unpackError(packError(error));
    assert.equal(back.constructor, error.constructor);
    assert.deepEqual([back.name, back.message], [error.name, error.message]);
  }
});

test("an error of another name keeps it, be it one that every object has", () => {
  for (const name of ["AbortError", "constructor", "toString"]) {
    const back = unpackError({ kind: "other", name, message: "words" });
    assert.deepEqual([back.constructor, back.name, back.message], [Error, name, "words"]);
  }
});

test("in a minified bundle, where classes have other names, too", async () => {
  const folder = fileURLToPath(new URL("../../../", import.meta.url));
  const { outputFiles } = await build({
    stdin: {
      contents: `export { unpackError } from "./dist/recognizer/worker/errors.js"; export { ModelFileError } from "./dist/model-file/model-info.js";`,
      resolveDir: folder,
    },
    absWorkingDir: folder,
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["onnxruntime-web/*"],
  });
  const bundled = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString("base64")}`);
  assert.notEqual(bundled.ModelFileError.name, "ModelFileError");
  const back: unknown = bundled.unpackError(packError(new ModelFileError("cut.onnx: ends early")));
  assert.ok(back instanceof bundled.ModelFileError && back instanceof Error);
  assert.deepEqual([back.name, back.message], ["ModelFileError", "cut.onnx: ends early"]);
});
