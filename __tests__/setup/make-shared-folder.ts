import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildArchives } from "../../functions/archives";

/** Terraform and the compiler run for seconds; the default garbage collection of Go costs a sixth to a quarter of that time. */
const GO_GARBAGE_PERCENT = "400";
/** Each worker keeps one core busy: on a second one, a Go program would mostly wait, which costs it a fifth more. */
const GO_CORES = "1";

/**
 * Runs once before all test files: names the folder in which the first test that needs a shared thing leaves it for the rest, and
 * builds the Lambda archives, which a synthesis only reads. Programs that tests start inherit the variables.
 */
export default async function makeSharedFolder(): Promise<void> {
  process.env.PERIMETER_SHARED = mkdtempSync(join(tmpdir(), "studio-perimeter-tests-"));
  process.env.GOGC ??= GO_GARBAGE_PERCENT;
  process.env.GOMAXPROCS ??= GO_CORES;
  await buildArchives();
}
