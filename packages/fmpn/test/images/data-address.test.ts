import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOfDataAddress, isBase64Text } from "#src/images/data-address.js";

test("a data: address gives the bytes that fetch gives", async () => {
  for (const address of [
    "data:,",
    "data:,plain%20text%2C%00%ff",
    "data:text/plain;charset=utf-8,%C3%A9 and é",
    "DATA:image/png;BASE64,iVBORw0KGgo=",
    "data:;base64,iVBORw0KGgo",
    "data:image/png;name=a.png; base64 ,iVBO Rw0K%0AGgo%3D",
    "data:text/plain,100%",
    "data:text/plain,a#fragment",
  ]) {
    assert.deepEqual(bytesOfDataAddress(address), new Uint8Array(await (await fetch(address)).arrayBuffer()), address);
  }
  assert.equal(bytesOfDataAddress("database.png"), undefined);
  assert.equal(bytesOfDataAddress("https://example.org/data:,"), undefined);
  assert.throws(() => bytesOfDataAddress("data:image/png;base64"), /without a comma/);
  assert.throws(() => bytesOfDataAddress("data:;base64,a"), /base64 is damaged/);
});

test("base64 is told from paths and addresses", () => {
  assert.ok(isBase64Text(`/9j/${"4AAQSkZJRgABAQ".repeat(10)}==`));
  assert.ok(isBase64Text("ABCD".repeat(300)));
  for (const text of ["/9j/photo", `/home/${"folder/".repeat(100)}`, `https://example.org/${"a".repeat(2000)}.png`, "a".repeat(500)]) assert.ok(!isBase64Text(text), text);
});
