/** What spam is told by; a method or task with 3 points or more is hidden with these reasons, and can be restored. */
export interface SpamVerdict {
  readonly score: number;
  readonly reasons: readonly string[];
}

export const SPAM_LIMIT = 3;

const PHONE = /(?:\+|\(|\b)\d[\d\s().–—\-+]{7,}\d\b/g;
const BRANDS = /\b(?:airlines?|airways|aerol[ií]neas|delta|lufthansa|expedia|ryanair|avianca|latam|volaris|iberia|klm|jetblue|coinbase|binance|metamask|robinhood|quickbooks|cash ?app|venmo|paypal|trezor|ledger|crypto\.com|norton|mcafee|turbotax|booking\.com|airbnb|qatar|emirates|copa)\b/i;
const SERVICE = /\b(?:customer (?:service|support|care)|support number|phone number|helpline|toll[- ]?free|call (?:now|us)|24\/7|refund|cancell?ation|c[oó]mo (?:hablar|llamar|puedo)|hablar con|atenci[oó]n al cliente|tel[eé]fono|número|speak to|talk to|live (?:person|agent)|contact (?:number|us))\b/i;
const PLACEHOLDER = /please enter a description|^\s*(?:test|asdf+|lorem ipsum|todo|description)\s*$/i;

/**
 * Scores a method's or task's texts.
 *
 * @param texts name, full name, description
 * @param known whether a paper stands behind it, or papers use it
 */
export function scoreSpam(texts: readonly string[], known: boolean): SpamVerdict {
  const all = texts.join("\n");
  const found: [boolean, number, string][] = [
    [(all.match(PHONE) ?? []).some((run) => /\d{7,}/.test(run.replace(/\D/g, "")) && !/^(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}$/.test(run)), 3, "a telephone number"],
    [BRANDS.test(all) && SERVICE.test(all), 3, "a brand and its customer service"],
    [PLACEHOLDER.test(all), 3, "a placeholder for a description"],
    [!known, 1, "no paper behind it"],
  ];
  const reasons = found.filter(([is]) => is);
  return { score: reasons.reduce((sum, [, points]) => sum + points, 0), reasons: reasons.map(([, , reason]) => reason) };
}
