import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs once before all test files: names the folder in which the first test that needs a shared thing leaves it for the rest. */
export default async function makeSharedFolder(): Promise<void> {
  process.env.PERIMETER_SHARED = mkdtempSync(join(tmpdir(), "studio-perimeter-tests-"));
}
