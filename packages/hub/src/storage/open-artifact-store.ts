import path from "node:path";
import { cacheFolder } from "@fmpn/lab/files";
import type { ArtifactStore } from "./artifact-store.js";
import { folderStore } from "./folder-store.js";
import { bucketStore } from "./bucket-store.js";

/**
 * Opens a store by its place: a folder, or `s3://BUCKET/PREFIX` of Amazon S3 or a service that speaks its language, reached by what the
 * environment says (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_ENDPOINT_URL`).
 *
 * @throws RangeError where a bucket's place or its keys are missing
 */
export function openArtifactStore(where: string, environment: NodeJS.ProcessEnv = process.env): ArtifactStore {
  if (!where.startsWith("s3://")) return folderStore(where);
  const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*?))?\/?$/.exec(where) ?? [];
  if (bucket === undefined) throw new RangeError(`${where} is no place of a bucket: write s3://BUCKET or s3://BUCKET/PREFIX`);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken, AWS_REGION: region = "us-east-1", AWS_ENDPOINT_URL: endpoint } = environment;
  if (!accessKeyId || !secretAccessKey) throw new RangeError(`${where}: its keys are missing in the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)`);
  // Services beside Amazon's have the bucket in the path, whatever their host is called.
  const address = endpoint ? `${endpoint.replace(/\/$/, "")}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`;
  return bucketStore({ address, prefix, region, keys: { accessKeyId, secretAccessKey, sessionToken } }, folderStore(path.join(cacheFolder(), "artifacts", bucket)));
}
