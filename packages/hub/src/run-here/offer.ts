import { measurable } from "../measure/measurable-split.js";
import { HUB_EVALUATOR } from "../queries/measuring.js";
import { jsonList, type Source } from "../queries/resolve.js";
import type { ModelFile } from "../queries/models.js";
import type { OfferedSplit, RunHereOffer } from "./run-here-offer.js";

/** The first of some models that a browser can run: of this project's form, and not kept back. */
export async function runHereOffer(source: Source, models: { readonly paper: number } | { readonly model: number }): Promise<RunHereOffer | undefined> {
  const { sql } = source;
  const query = sql.selectFrom("model").select(["id", "slug", "name", "licence", "files"]).where("files", "<>", "[]").orderBy("id").limit(50);
  const rows = await ("paper" in models ? query.where("paper_id", "=", models.paper) : query.where("id", "=", models.model)).execute();
  for (const { slug, name, licence, files } of rows) {
    for (const { name: file, sha256, bytes, kind } of jsonList<ModelFile>(files)) {
      // A statement of pre-processing belongs to another project's model, which these kernels' page does not read.
      if (kind !== "onnx" || (await sql.selectFrom("artifact").select("sha256").where("sha256", "=", sha256).where("quarantine", "=", 0).executeTakeFirst()) === undefined) continue;
      if ((await sql.selectFrom("measurement").select("id").where("artifact_sha256", "=", sha256).where("preprocessing_sha256", "is not", null).executeTakeFirst()) !== undefined) continue;
      return { model: name, slug, licence, file: { name: file, sha256, bytes, address: modelAddress(sha256) }, splits: await offeredSplits(source, sha256) };
    }
  }
  return undefined;
}

/** Where a model's file is had. */
export const modelAddress = (sha256: string): string => `/artifacts/${sha256}.onnx`;

async function offeredSplits({ sql }: Source, artifact: string): Promise<OfferedSplit[]> {
  const rows = await sql
    .selectFrom("protocol")
    .innerJoin("split", "split.id", "protocol.split_id")
    .innerJoin("board", "board.id", "protocol.board_id")
    .select(["protocol.id as id", "protocol.name as name", "board.title as board", "split.slug as slug", "made_by", "images", "content_sha256"])
    .where("evaluator", "=", HUB_EVALUATOR)
    .orderBy("protocol.id")
    .execute();
  const splits: OfferedSplit[] = [];
  for (const row of rows) {
    const way = await measurable(sql, row);
    if (way?.kind !== "drawn" || way.secret) continue;
    const measured = await sql
      .selectFrom("measurement")
      .innerJoin("measured_value", "measured_value.measurement_id", "measurement.id")
      .innerJoin("metric", "metric.id", "measured_value.metric_id")
      .select(["measurement.slug as slug", "number as accuracy", "low", "high", "answers_sha256 as answers"])
      .where("artifact_sha256", "=", artifact)
      .where("protocol_id", "=", row.id)
      .where("state", "=", "succeeded")
      .where("metric.name_key", "=", "accuracy")
      .orderBy("measurement.id", "desc")
      .executeTakeFirst();
    splits.push({ protocol: row.id, name: row.name, seed: way.faces.seed, count: way.faces.count, contentSha256: row.content_sha256, measured });
  }
  return splits;
}
