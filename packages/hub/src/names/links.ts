/** A repository's address in one form: host in small letters, without `.git`, final slash, query. */
export interface RepositoryAddress {
  readonly url: string;
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

/** An address that a page may link to; null for anything but http and https (`javascript:` above all). */
export function webAddress(text: string | null | undefined): string | null {
  const stated = (text ?? "").trim();
  if (stated === "" || stated.length > 2000) return null;
  try {
    const url = new URL(stated);
    return (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}

/** Null where the text is no web address of something with an owner and a name. */
export function repositoryAddress(text: string): RepositoryAddress | null {
  const address = webAddress(text.replace(/^git\+/, "").replace(/^git@([^:/]+):/, "https://$1/"));
  if (address === null) return null;
  const { host, pathname } = new URL(address);
  const plainHost = host.toLowerCase().replace(/^www\./, "");
  const parts = pathname.replace(/\/+$/, "").replace(/\.git$/i, "").split("/").filter((part) => part !== "");
  const known = plainHost === "github.com" || plainHost === "bitbucket.org" || plainHost === "codeberg.org";
  const [owner = "", name = ""] = known ? parts : [parts.slice(0, -1).join("/"), parts.at(-1) ?? ""];
  const path = known && parts.length === 2 ? `${owner}/${name}` : parts.join("/");
  return path === "" ? null : { url: `https://${plainHost}/${path}`, host: plainHost, owner: owner || plainHost, name: name || owner || plainHost };
}
