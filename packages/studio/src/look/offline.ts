import { find } from "@fmpn/page/browser";

/** Keeps the page for visits without a network, and offers a new version when there is one. */
export async function workOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const offer = find("#new-version", HTMLElement);
  const registration = await navigator.serviceWorker.register("service-worker.js").catch(() => undefined);
  if (registration === undefined) return;
  const look = (worker: ServiceWorker | null): void => {
    if (worker === null) return;
    const ready = (): void => {
      // The first version has nothing to take the place of.
      if (worker.state === "installed" && navigator.serviceWorker.controller !== null) offer.hidden = false;
    };
    worker.addEventListener("statechange", ready);
    ready();
  };
  look(registration.waiting);
  registration.addEventListener("updatefound", () => look(registration.installing));
  find("button", HTMLButtonElement, offer).addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("take over");
  });
}
