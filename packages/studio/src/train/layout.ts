import { type Content, type Html, servedDocument } from "@fmpn/page";
import { siteHeader } from "@fmpn/page/parts";
import { stylePath } from "@fmpn/page/server";

export const TRAIN_LINKS = [
  { href: "/train", text: "Runs" },
  { href: "/train/new", text: "New run" },
  { href: "/train/data", text: "Data" },
] as const;

/** A page of the training half. @param scripts addresses of module scripts */
export function trainDocument(title: string, main: Content, current?: string, scripts: readonly string[] = []): Html {
  return servedDocument(
    { title: `${title} · Studio`, header: siteHeader({ brand: { href: "/", text: "Studio" }, links: [{ href: "/#camera", text: "Look" }, ...TRAIN_LINKS], current }), main },
    { styles: [stylePath], scripts, icon: "/icon.svg" },
  );
}

/** The address of a run's page, or of something of the run. */
export function runAddress(name: string, what = ""): string {
  return `/train/run${what}?name=${encodeURIComponent(name)}`;
}
