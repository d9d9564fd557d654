import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const packages = fileURLToPath(new URL("../../../", import.meta.url));

test("every package's entry points and files are as Node and bundlers want them", async () => {
  for (const name of ["graph", "fmpn", "page", "lab", "studio", "hub", "cli"]) {
    const { messages, pkg } = await publint({ pkgDir: path.join(packages, name), pack: false, strict: true });
    assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), [], name);
  }
});
