import type { Endpoint, Schema } from "./endpoint.js";
import { schemas } from "./schemas.js";
import type { WritingAddress } from "./write-schemas.js";
import { z } from "zod";

/** The API's description, made of the endpoints that serve it. @param writes addresses that write, where people have keys */
export function openApi(endpoints: readonly Endpoint[], writes: readonly WritingAddress[], title: string, address: string): Schema {
  const problem = { description: "Why there is no answer", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
  return {
    openapi: "3.1.0",
    info: { title: `${title}: API v1`, version: "1", description: "Addresses and forms of Papers With Code's API v1, so that its clients work with another host, and ours beside them. Content: CC-BY-SA 4.0; our measurements CC-BY 4.0.", license: { name: "CC-BY-SA 4.0", url: "https://creativecommons.org/licenses/by-sa/4.0/" } },
    servers: [{ url: `${address}/api/v1` }],
    paths: withWrites(writes, Object.fromEntries(
      endpoints.map(({ path, summary, query = {}, answer, list }) => [
        path,
        {
          get: {
            operationId: path.replace(/[{}]/g, "").split("/").filter((part) => part !== "").join("-"),
            summary,
            parameters: [
              ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({ name, in: "path", required: true, schema: { type: "string" } })),
              ...Object.entries(query).map(([name, description]) => ({ name, in: "query", required: false, description, schema: { type: "string" } })),
              ...(list ? [{ name: "page", in: "query", required: false, schema: { type: "integer", minimum: 1, default: 1 } }, { name: "items_per_page", in: "query", required: false, schema: { type: "integer", minimum: 1, maximum: 500, default: 50 } }] : []),
            ],
            responses: { 200: { description: summary, content: { "application/json": { schema: answerSchema(answer, list) } } }, 404: problem, 422: problem },
          },
        },
      ]),
    )),
    components: { schemas, securitySchemes: { key: { type: "http", scheme: "bearer", description: "A key of your account page" } } },
  };
}

/** What waits for a reviewer is told by 202 and an address. */
function withWrites(writes: readonly WritingAddress[], reads: Readonly<Record<string, object>>): Schema {
  const paths: Record<string, object> = { ...reads };
  for (const { method, path, summary, body } of writes) {
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
    const problem = (description: string): object => ({ description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } });
    const operation = {
      operationId: `${method}-${path.replace(/[{}]/g, "").split("/").filter((part) => part !== "").join("-")}`,
      summary,
      security: [{ key: [] }],
      parameters,
      ...(body === undefined ? {} : { requestBody: { required: true, content: { "application/json": { schema: z.toJSONSchema(body, { io: "input", unrepresentable: "any" }) } } } }),
      responses: { 202: { description: "It waits for a reviewer at the address in `pending`", content: { "application/json": { schema: { type: "object", required: ["pending"] } } } }, 401: problem("No key"), 404: problem("There is no such thing"), 422: problem("What is wrong with what was sent"), 429: problem("Many in a short time") },
    };
    paths[path] = { ...paths[path], [method]: operation };
  }
  return paths;
}

/** The schema of an answer: one thing, or a page of them. */
export function answerSchema(answer: string, list: boolean): Schema {
  const entry = { $ref: `#/components/schemas/${answer}` };
  if (!list) return entry;
  const address = { type: ["string", "null"] };
  return { type: "object", properties: { count: { type: "integer" }, next: address, previous: address, results: { type: "array", items: entry } }, required: ["count", "next", "previous", "results"], additionalProperties: false };
}
