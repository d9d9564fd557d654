import { CheckpointError } from "./stored-tensor.js";

/**
 * Parses the JSON of a header, with what `JSON.parse` lets pass refused: an object that names a key twice, and deep nesting.
 *
 * @param where how errors name the text
 */
export function parseHeader(text: string, where: string): unknown {
  let value: unknown;
  try {
    checkKeys(text, where);
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    throw new CheckpointError(`${where} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return value;
}

/** Strings and brackets are all that decides which string is a key of which object. */
const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;
const deepest = 8;

function checkKeys(text: string, where: string): void {
  const open: Set<string>[] = [];
  for (const [found, colon] of text.matchAll(token)) {
    if (found === "{" || found === "[") {
      open.push(new Set());
      if (open.length > deepest) throw new CheckpointError(`${where} is nested more than ${deepest} deep.`);
    } else if (found === "}" || found === "]") {
      open.pop();
    } else if (colon !== undefined) {
      const key = JSON.parse(found.slice(0, -colon.length)) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) throw new CheckpointError(`${where} names "${key.slice(0, 200)}" twice.`);
      keys?.add(key);
    }
  }
}
