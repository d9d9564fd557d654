import type { Schema } from "./endpoint.js";

const text = { type: "string" };
const textOrNull = { type: ["string", "null"] };
const numberOrNull = { type: ["number", "null"] };
const whole = { type: "integer" };
const flag = { type: "boolean" };
const texts = { type: "array", items: text };

const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: "object", properties, required: Object.keys(properties), additionalProperties: false });

/** The forms of Papers With Code's API v1, and ours beside them. */
export const schemas: Readonly<Record<string, Schema>> = {
  Paper: object({ id: text, arxiv_id: textOrNull, nips_id: textOrNull, url_abs: textOrNull, url_pdf: textOrNull, title: text, abstract: textOrNull, authors: texts, published: textOrNull, conference: textOrNull, conference_url_abs: textOrNull, conference_url_pdf: textOrNull, proceeding: textOrNull }),
  Repository: object({ url: text, owner: text, name: text, description: textOrNull, stars: numberOrNull, framework: textOrNull, is_official: flag }),
  PaperRepository: object({ paper: { $ref: "#/components/schemas/Paper" }, repository: { anyOf: [{ $ref: "#/components/schemas/Repository" }, { type: "null" }] }, is_official: flag }),
  Author: object({ id: text, full_name: text }),
  Conference: object({ id: text, name: text }),
  Proceeding: object({ id: text, year: numberOrNull, month: numberOrNull }),
  Area: object({ id: text, name: text }),
  Task: object({ id: text, name: text, description: textOrNull }),
  Dataset: object({ id: text, name: text, full_name: textOrNull, url: textOrNull }),
  Method: object({ id: text, name: text, full_name: textOrNull, description: textOrNull, paper: textOrNull }),
  EvaluationTable: object({ id: text, task: text, dataset: text, description: textOrNull, mirror_url: textOrNull }),
  Metric: object({ id: text, name: text, description: textOrNull, is_loss: { type: ["boolean", "null"] } }),
  Result: object({ id: text, best_rank: numberOrNull, metrics: { type: "object", additionalProperties: text }, methodology: text, uses_additional_data: flag, paper: textOrNull, best_metric: textOrNull, evaluated_on: textOrNull, external_source_url: textOrNull }),
  Change: object({ at: text, what: text, detail: textOrNull, id: numberOrNull, review: textOrNull }),
  Split: object({ id: text, name: text, dataset: text, manifest_sha256: textOrNull, content_sha256: textOrNull, images: numberOrNull, subjects: numberOrNull, classes: texts, made_by: text, shippable: flag }),
  Board: { type: "object", description: "A whole benchmark: claims, measurements, protocols", required: ["board", "rows", "metrics", "protocols"] },
  Measurement: { type: "object", description: "A measurement with its document's facts", required: ["measurement", "board", "protocol"] },
  Model: { type: "object", description: "A model: files, claims, measurements", required: ["model", "claims", "measurements"] },
  Problem: { type: "object", properties: { title: text, status: whole }, required: ["title", "status"] },
};
