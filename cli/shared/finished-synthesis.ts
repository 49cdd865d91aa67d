import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, objectOf } from "../../verify/terraform/terraform-configuration";

/**
 * Compares the stacks with cdktf's manifest, which a synthesis writes last.
 *
 * @param found names of the stacks in the folder
 * @throws when they differ: a stack that is missing would be proved in silence
 */
export function requireFinishedSynthesis(folder: string, found: readonly string[]): void {
  const path = join(folder, "manifest.json");
  const expected = Object.keys(objectOf(objectOf(readManifest(path)).stacks));
  const missing = expected.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !expected.includes(name));
  if (missing.length > 0 || extra.length > 0) {
    const got = found.join(", ");
    throw new Error(
      `${path}: lists other stacks than ${join(folder, "stacks")}, got ${expected.join(", ") || "none"} instead of ${got}: ${UNFINISHED}`,
    );
  }
}

const UNFINISHED = "the last synthesis did not finish; run npm start";

function readManifest(path: string): Json {
  try {
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Json) : {};
  } catch (error) {
    throw error instanceof SyntaxError ? new Error(`${path}: not JSON: ${UNFINISHED}`) : error;
  }
}
