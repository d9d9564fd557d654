import { z } from "zod";
import { parseDocument } from "../files/parse-document.js";
import { formatShard, type Shard } from "../shard.js";
import type { Evaluation } from "./evaluate.js";

const partSchema = z.object({
  version: z.literal(1),
  /** `2/4`. */
  part: z.string(),
  data: z.object({ name: z.string(), hash: z.string() }),
  model: z.object({ file: z.string(), hash: z.string(), preprocessing: z.string().optional() }),
  protocol: z.enum(["crops", "pictures"]),
  flip: z.boolean(),
  classes: z.array(z.string()),
  /** Without probabilities where no face was found. */
  faces: z.array(z.object({ file: z.string(), truth: z.string(), subject: z.string().optional(), fold: z.string().optional(), probabilities: z.array(z.number()).optional() })),
  unreadable: z.array(z.string()),
  eyes_unseen: z.int(),
  ms_per_image: z.number(),
  ms_per_face: z.number(),
});

type EvaluationPart = z.infer<typeof partSchema>;

/** What a shard of an evaluation leaves for {@link mergeParts}: every answer to the last bit. */
export function formatPart({ frame, predictions, unreadable, eyesUnseen, msPerImage, msPerFace }: Evaluation, shard: Shard): string {
  const part: EvaluationPart = {
    version: 1,
    part: formatShard(shard),
    ...frame,
    classes: [...predictions.classes],
    faces: predictions.faces.map(({ file, truth, subject, fold, probabilities, faceFound }) => ({ file, truth, subject, fold, probabilities: faceFound ? Array.from(probabilities) : undefined })),
    unreadable: [...unreadable],
    eyes_unseen: eyesUnseen,
    ms_per_image: msPerImage,
    ms_per_face: msPerFace,
  };
  return `${JSON.stringify(part)}\n`;
}

/**
 * Puts the parts of an evaluation together, in whatever order they come: the same as of one evaluation of the whole, but for the
 * milliseconds, which are means.
 *
 * @param parts texts by the names of their files
 * @throws Error naming the file that is no part, or of another evaluation, and the parts that are missing
 */
export function mergeParts(parts: ReadonlyMap<string, string>): Evaluation {
  const read = [...parts].map(([file, text]) => ({ file, part: parseDocument(partSchema, text, file) }));
  const [first] = read;
  if (first === undefined) throw new Error("there are no parts of an evaluation to merge");
  const { data, model, protocol, flip, classes } = first.part;
  const same = ({ part }: (typeof read)[number]): string => JSON.stringify([part.data, part.model, part.protocol, part.flip, part.classes, part.part.split("/")[1]]);
  const other = read.find((one) => same(one) !== same(first));
  if (other !== undefined) throw new Error(`${other.file} is a part of another evaluation than ${first.file}: ${same(other)}, not ${same(first)}`);
  const of = Number(first.part.part.split("/")[1]);
  const whole = Array.from({ length: of }, (_, index) => read.find(({ part }) => part.part === `${index + 1}/${of}`)?.part);
  const missing = whole.flatMap((part, index) => (part === undefined ? [`${index + 1}/${of}`] : []));
  if (missing.length > 0) throw new Error(`the parts ${missing.join(", ")} are missing`);
  if (read.length > of) throw new Error(`there are ${read.length} files for ${of} parts; one is there twice`);
  const all = whole.filter((part) => part !== undefined);
  const faces = all.flatMap((part) => part.faces.map(({ probabilities, subject, fold, ...face }) => ({ ...face, subject, fold, probabilities: probabilities ?? [], faceFound: probabilities !== undefined })));
  const mean = (of: (part: EvaluationPart) => number): number => all.reduce((sum, part) => sum + of(part) * part.faces.length, 0) / Math.max(1, faces.length);
  return {
    frame: { data, model, protocol, flip },
    predictions: { classes, faces },
    masks: {},
    unreadable: all.flatMap(({ unreadable }) => unreadable),
    eyesUnseen: all.reduce((sum, part) => sum + part.eyes_unseen, 0),
    msPerImage: mean((part) => part.ms_per_image),
    msPerFace: mean((part) => part.ms_per_face),
  };
}
