// A web server that names the expressions of uploaded pictures.
//   npx tsx examples/server/server.ts
//   curl --data-binary @demo/images/L030_smile.jpg http://127.0.0.1:8080/
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { ImageError, Recognizer, toJson } from "fmpn";

/** Larger uploads are refused before they are read. */
const LARGEST = 20 * 2 ** 20;
/** So many may wait; who comes later is told to come again, instead of filling the memory with pictures. */
const MOST_WAITING = 200;

/** @param port by default 0: one that is free */
export async function startServer(port = 0): Promise<{ readonly url: string; close(): Promise<void> }> {
  // In a thread of its own: this one goes on taking uploads while faces are looked for.
  const recognizer = await Recognizer.load({ worker: true });
  let waiting = 0;

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: object }> => {
    if (request.method !== "POST") return { status: 405, body: { error: "post a picture: JPEG, PNG, WebP, AVIF, GIF, TIFF or BMP" } };
    if (waiting >= MOST_WAITING) return { status: 503, body: { error: "too many pictures are waiting; try again in a moment" } };
    waiting += 1;
    try {
      const picture = await read(request);
      if (picture === undefined) return { status: 413, body: { error: `a picture may have ${LARGEST} bytes` } };
      const faces = await recognizer.recognize(picture, { name: "the upload" });
      return { status: 200, body: { faces: faces.map((face) => toJson(face)) } };
    } catch (error) {
      // What is wrong with a picture is said; anything else is ours and is not told to strangers.
      if (error instanceof ImageError) return { status: 422, body: { error: error.message } };
      console.error(error);
      return { status: 500, body: { error: "something went wrong here" } };
    } finally {
      waiting -= 1;
    }
  };

  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { "Content-Type": "application/json", "X-Content-Type-Options": "nosniff" });
      response.end(JSON.stringify(body));
    });
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await recognizer.close();
    },
  };
}

/** A request's body; undefined where it is too large. */
async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // The rest is read and let go, so that the sender hears the answer.
    if (length <= LARGEST) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > LARGEST ? undefined : new Uint8Array(Buffer.concat(chunks));
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(`Post pictures to ${(await startServer(8080)).url}`);
