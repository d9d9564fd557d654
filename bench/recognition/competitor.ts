/** What a competitor says of one picture. */
export interface Sighting {
  /** One of the classes asked for; missing where no face was found. */
  readonly expression?: string;
  /** Milliseconds of the expression network alone, on a crop that is ready; missing without a face. */
  readonly expressionMs?: number;
}

/** Something that reads expressions, loaded and ready. */
export interface Competitor {
  /** Decodes a picture and names the expression of its most prominent face, among some classes. */
  recognize(file: string, classes: readonly string[]): Promise<Sighting>;
  /** What it loaded in order to do so. */
  readonly loaded: LoadedFiles;
}

/** Paths of what a competitor loads, the decoder of pictures and plain scripts aside. */
export interface LoadedFiles {
  readonly models: readonly string[];
  /** The engine's native library or WebAssembly. */
  readonly engine: readonly string[];
}

/** The most probable of some classes; classes that the network does not know are never named. */
export function mostProbable(probabilities: Readonly<Record<string, number>>, classes: readonly string[]): string | undefined {
  const known = classes.filter((name) => probabilities[name] !== undefined);
  return known.toSorted((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0))[0];
}
