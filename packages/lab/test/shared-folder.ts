import path from "node:path";
import { fileURLToPath } from "node:url";

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** Data and comparison pictures that lie beside the project and are not part of it. */
export const SHARED = process.env["FMPN_SHARED"] ?? path.resolve(projectRoot, "../shared");

/** Why a test that needs them is skipped. */
export const SHARED_MISSING = "the shared data folder is not here; name it by FMPN_SHARED";
