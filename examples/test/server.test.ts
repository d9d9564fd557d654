import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { startServer } from "../server/server.ts";

const picture = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(new URL(`../../demo/images/${name}.jpg`, import.meta.url)));

test("the server answers a hundred uploads at once, each with its own faces, and says what is wrong with others", { timeout: 240_000 }, async (t) => {
  const { url, close } = await startServer();
  t.after(close);
  const post = async (body: BodyInit): Promise<{ status: number; faces?: { expression: string; box: { x: number } }[]; error?: string }> => {
    const response = await fetch(url, { method: "POST", body });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const pictures = await Promise.all(["L030_smile", "L030_neutral"].map(picture));
  const alone = await Promise.all(pictures.map(post));
  assert.deepEqual(alone.map(({ faces }) => faces?.[0]?.expression), ["happiness", "neutral"]);
  const many = await Promise.all(Array.from({ length: 100 }, async (_, at) => await post(pictures[at % 2] ?? new Uint8Array())));
  for (const [at, { status, faces }] of many.entries()) {
    assert.equal(status, 200);
    assert.deepEqual(faces, alone[at % 2]?.faces, `upload ${at}`);
  }
  const broken = await post(pictures[0]?.slice(0, 3000) ?? "");
  assert.deepEqual([broken.status, broken.error], [422, "the upload: is a JPEG file that ends before its pixels do"]);
  assert.equal((await post(new Uint8Array(20 * 2 ** 20 + 1))).status, 413);
  assert.equal((await fetch(url)).status, 405);
});
