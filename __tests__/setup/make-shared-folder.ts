import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildArchives } from "../../functions/archives";

/**
 * Runs once before all test files: names the folder in which the first test that needs a shared thing leaves it for the rest, and
 * builds the Lambda archives, which a synthesis only reads.
 */
export default async function makeSharedFolder(): Promise<void> {
  process.env.PERIMETER_SHARED = mkdtempSync(join(tmpdir(), "studio-perimeter-tests-"));
  buildArchives();
}
