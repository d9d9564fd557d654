/** How the caches of the page are called, before their version: others at the same address are left alone. */
export const CACHE_PREFIX = "fmpn-studio-";
