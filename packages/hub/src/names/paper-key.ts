/** By what a paper is known elsewhere. */
export interface PaperKeys {
  readonly arxivId: string | null;
  readonly openreviewId: string | null;
  readonly doi: string | null;
  /** Papers With Code's own name, where an address is one of its pages. */
  readonly slug: string | null;
}

/**
 * Reads a paper's keys from its addresses: arXiv's number without version, OpenReview's forum, a DOI, a slug.
 *
 * @param addresses any of which may be missing
 */
export function paperKeys(addresses: readonly (string | null | undefined)[]): PaperKeys {
  const text = addresses.filter((address) => address !== null && address !== undefined).join("\n");
  return {
    arxivId: arxivIdOf(/arxiv\.org\/(?:abs|pdf|html|format)\/([^\s?#]+)/i.exec(text)?.[1] ?? ""),
    openreviewId: /openreview\.net\/(?:forum|pdf|references\/pdf|attachment)\?(?:[^\s#]*&)?id=([\w-]+)/i.exec(text)?.[1] ?? null,
    doi: doiOf(/(?:doi\.org\/|\/doi\/(?:abs\/|full\/|pdf\/|epdf\/)?|link\.springer\.com\/(?:article|chapter|content\/pdf)\/)(10\.\d{4,9}\/[^\s?#]+)/i.exec(text)?.[1] ?? ""),
    slug: /paperswithcode2?\.com\/paper\/([\w-]+)/i.exec(text)?.[1] ?? null,
  };
}

/** "1902.08788v2", "arXiv:cs/0504051" → without prefix and version; null if it's no arXiv number. */
export function arxivIdOf(text: string): string | null {
  const found = /^(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?\/?$/i.exec(text.trim());
  const id = found?.[1] ?? null;
  return id === "0000.00000" ? null : id;
}

function doiOf(text: string): string | null {
  const doi = text.replace(/(?:\.pdf|\/fulltext.*)$/i, "").replace(/[).,;]+$/, "").toLowerCase();
  return doi === "" ? null : doi;
}
