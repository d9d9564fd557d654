import path from "node:path";
import { findFiles, type Unread } from "@fmpn/lab/files";

/** Whether a text has characters of a pattern: `*`, `?`, `[…]`, `{a,b}`. */
export function isPattern(text: string): boolean {
  return /[*?{]|\[[^\]]+\]/.test(text);
}

/**
 * The files that a pattern names, sorted: `*` and `?` stay within a folder, `**` goes through folders, `[a-z]` is one
 * letter, `{jpg,png}` one of several words. As in a shell, names that begin with a dot want a dot in the pattern. Folders that
 * cannot be looked into are named beside what was found in the others.
 */
export async function expandPattern(given: string): Promise<{ readonly files: readonly string[]; readonly unread: readonly Unread[] }> {
  const pattern = plainPattern(given);
  const parts = pattern.split("/");
  const fixed = parts.slice(0, -1).findIndex(isPattern);
  const base = parts.slice(0, fixed === -1 ? -1 : fixed);
  // With a slash at the end: the root of a drive is "C:/", and "C:" something else.
  const folder = base.length === 0 ? "." : `${base.join("/")}/`;
  const deep = parts.length - (fixed === -1 ? parts.length - 1 : fixed) > 1;
  const wanted = patternExpression(pattern);
  const asGiven = (file: string): string => `${pattern.startsWith("./") ? "./" : ""}${path.normalize(file).replaceAll(path.sep, "/")}`;
  const { files, unread } = await findFiles(folder, { deep, hidden: /(?:^|\/)\.[^./]/.test(parts.slice(base.length).join("/")) });
  // A folder that is not there holds nothing of such a name.
  return { files: files.map(asGiven).filter((file) => wanted.test(file)).toSorted(), unread: unread.filter(({ kind, path: place }) => kind === "folder" || (kind === "link" && wanted.test(asGiven(place)))) };
}

/**
 * A pattern with forward slashes, also where the system separates folders by `\`; a last `**`, which stands for everything
 * in the folders too, is written out.
 */
export function plainPattern(pattern: string, separator = path.sep): string {
  const slashed = separator === "\\" ? pattern.replaceAll("\\", "/") : pattern;
  return slashed.replace(/(?<=^|\/)\*\*$/, "**/*");
}

/** A plain pattern as a regular expression over paths with forward slashes. */
export function patternExpression(pattern: string): RegExp {
  const open: string[] = [];
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\[[^\]]+\]|[{},]|\\.|[^*?[{},\\]+|./g, (piece, at: number) => {
    const first = at === 0 || pattern[at - 1] === "/";
    const visible = first ? String.raw`(?!\.)` : "";
    if (piece === "**/") return String.raw`(?:(?!\.)[^/]+/)*`;
    if (piece === "**" || piece === "*") return `${visible}[^/]*`;
    if (piece === "?") return `${visible}[^/]`;
    if (/^\[.+\]$/s.test(piece)) return `${visible}[${piece.slice(1, -1).replace(/^!/, "^").replaceAll("\\", "\\\\")}]`;
    if (piece === "{") return open.push(piece) > 0 ? "(?:" : "";
    if (piece === "}" && open.pop() !== undefined) return ")";
    if (piece === "," && open.length > 0) return "|";
    return (piece.length === 2 && piece.startsWith("\\") ? piece.slice(1) : piece).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}${")".repeat(open.length)}$`);
}
