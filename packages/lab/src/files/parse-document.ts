import type { z } from "zod";

/**
 * Reads a JSON document that this project writes or asks for.
 *
 * @param what the file's name, for errors
 * @throws Error naming the file and each field that is wrong
 */
export function parseDocument<Document>(schema: z.ZodType<Document>, text: string, what: string): Document {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${what} is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return checkDocument(schema, content, what);
}

/** @throws Error naming what it is and each field that is wrong */
export function checkDocument<Document>(schema: z.ZodType<Document>, content: unknown, what: string): Document {
  const { data, error } = schema.safeParse(content);
  if (error === undefined) return data;
  const lines = error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  throw new Error(`${what}: ${lines.join("; ")}${error.issues.length > 5 ? `; and ${error.issues.length - 5} more` : ""}`);
}
