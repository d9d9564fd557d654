import { createHash } from "node:crypto";
import { documentShell, type PageDocument } from "./document.js";
import { html, raw } from "./html.js";
import { styleSheet } from "./style/style-sheet.js";

const styleHash = createHash("sha256").update(styleSheet).digest("base64");

/** What a page that is a file may load: its own sheet, pictures within it, nothing else. */
export const STANDALONE_POLICY = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** A page that is one file: its sheet within it, no script, no address but those of links. It opens from a disk without a network. */
export function standaloneDocument(page: PageDocument): string {
  return documentShell(
    page,
    html`<meta http-equiv="Content-Security-Policy" content="${STANDALONE_POLICY}">
<style>${raw(styleSheet)}</style>
`,
  ).toString();
}
