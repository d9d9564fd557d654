/** A view as JSON: maps become objects, `undefined` is left out. */
export function plainData(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, entry]) => [String(key), plainData(entry)]));
  if (Array.isArray(value)) return value.map(plainData);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, plainData(entry)]])));
  return value;
}

/** "facial-expression-recognition-on-ck.csv" → its name and the form asked for. */
export function splitEnding(name: string): { readonly slug: string; readonly form: "html" | "json" | "csv" | "atom" | "bib" | "ris" | "svg" } {
  const [, slug, form] = /^(.+)\.(json|csv|atom|bib|ris|svg)$/.exec(name) ?? [];
  return slug === undefined ? { slug: name, form: "html" } : { slug, form: form as "json" };
}
