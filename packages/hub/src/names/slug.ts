/** Papers With Code cut the names of papers, boards and tasks at a word, so that no slug is longer than this. */
const LONGEST = 45;

/** A name in small Latin letters, digits and hyphens, whole: "CK+" → "ck", "Müller" → "muller". May be empty. */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’`]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** A slug cut at a word, as Papers With Code cut them: "facial-motion-prior-networks-for-facial". */
export function shortSlug(name: string): string {
  const slug = slugify(name);
  if (slug.length <= LONGEST) return slug;
  const cut = slug.slice(0, LONGEST + 1).lastIndexOf("-");
  return cut > 0 ? slug.slice(0, cut) : slug.slice(0, LONGEST);
}

/** A task's name without its abbreviation: "Facial Expression Recognition (FER)" → "facial-expression-recognition". */
export function taskSlug(name: string): string {
  const [, head, abbreviation] = /^(.*\S)\s*\(([A-Za-z0-9-]{2,8})\)\s*$/.exec(name) ?? [];
  const isAbbreviation = head !== undefined && abbreviation !== undefined && initials(head).startsWith(abbreviation.toLowerCase().replace(/[^a-z0-9]/g, "").replace(/s$/, ""));
  return shortSlug(isAbbreviation ? head : name) || "task";
}

const initials = (name: string): string =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.charAt(0))
    .join("");

/** The first of slug, slug-1, slug-2 … that isn't taken. */
export function freeSlug(slug: string, taken: (slug: string) => boolean): string {
  if (!taken(slug)) return slug;
  for (let n = 1; ; n++) if (!taken(`${slug}-${n}`)) return `${slug}-${n}`;
}
