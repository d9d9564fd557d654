/** All values of a stream. (`Array.fromAsync` is not in Node 20.) */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of stream) values.push(value);
  return values;
}
