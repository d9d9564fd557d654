import { CACHE_PREFIX } from "./cache-name.js";

// The build puts both in place: the version's name and its files.
declare const SITE: { readonly version: string; readonly files: readonly string[] };

/** What of a service worker's scope is used here; its types cannot be had beside those of a page. */
interface WorkerScope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "fetch", listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
}

const worker = globalThis as unknown as WorkerScope;
const cacheName = `${CACHE_PREFIX}${SITE.version}`;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cacheName).then(async (cache) => await cache.addAll(SITE.files.map((file) => new Request(file, { cache: "no-cache" })))));
});

// Only when the visitor asked for it: two versions never mix in one page.
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  const clean = async (): Promise<void> => {
    const names = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX) && name !== cacheName);
    await Promise.all(names.map(async (name) => await caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(clean());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, searchParams } = new URL(request.url);
  // With a token the visitor comes to the server itself.
  if (request.method !== "GET" || origin !== worker.location.origin || searchParams.has("token")) return;
  const answer = async (): Promise<Response> => {
    const cache = await caches.open(cacheName);
    return (await cache.match(request, { ignoreSearch: true })) ?? (await fetch(request));
  };
  event.respondWith(answer());
});
