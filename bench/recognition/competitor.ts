/** What a competitor says of one picture. */
export interface Sighting {
  /** One of the classes asked for; missing where no face was found. */
  readonly expression?: string;
  /** Milliseconds of the expression network alone, on a crop that is ready; missing without a face. */
  readonly expressionMs?: number;
  /** Runs the expression network alone once more, when the clock of the whole has stopped, where it could not be timed on the way. */
  readonly timeExpression?: () => Promise<number>;
}

/** What a competitor says, with the milliseconds from the picture to the answer. */
export interface TimedSighting extends Omit<Sighting, "timeExpression"> {
  readonly ms: number;
}

/** Times one look at a picture. */
export async function timeSighting(look: () => Promise<Sighting>): Promise<TimedSighting> {
  const start = performance.now();
  const { timeExpression, ...seen } = await look();
  const ms = performance.now() - start;
  return { ...seen, ...(timeExpression === undefined ? {} : { expressionMs: await timeExpression() }), ms };
}

/** The milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
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
