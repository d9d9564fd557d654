import type { BuildResult } from "esbuild";

export interface BundleOptions {
  /** Whether the files are written to packages/fmpn/dist/browser. Defaults to true. */
  readonly write?: boolean;
  readonly conditions?: readonly string[];
}

export function bundleForBrowser(options?: BundleOptions): Promise<BuildResult<{ metafile: true }>>;
