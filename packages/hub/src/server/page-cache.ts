/** Pages that are dear to make, kept until their content changes; never more than so many bytes, whoever asks for what. */
export interface PageCache {
  /** @param version of the content: another one makes the page anew */
  readonly page: (key: string, version: string | number, make: () => Promise<string>) => Promise<string>;
  /** Characters that are kept. */
  readonly size: () => number;
}

export function pageCache(most = 24_000_000): PageCache {
  const kept = new Map<string, { readonly version: string | number; readonly text: Promise<string>; size: number }>();
  let size = 0;
  const drop = (key: string): void => {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    size: () => size,
    page: async (key, version, make) => {
      const known = kept.get(key);
      if (known?.version === version) {
        // Asked for again: the last to go.
        kept.delete(key);
        kept.set(key, known);
        return known.text;
      }
      drop(key);
      // A promise is kept, so that a hundred readers who come at once make the page once.
      const entry = { version, text: make(), size: 0 };
      kept.set(key, entry);
      try {
        const text = await entry.text;
        if (kept.get(key) === entry) {
          entry.size = text.length;
          size += text.length;
        }
        for (const oldest of kept.keys()) {
          if (size <= most) break;
          drop(oldest);
        }
        return text;
      } catch (error) {
        if (kept.get(key) === entry) drop(key);
        throw error;
      }
    },
  };
}
