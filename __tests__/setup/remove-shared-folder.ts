import { rmSync } from "node:fs";

/** Runs once after all test files. */
export default async function removeSharedFolder(): Promise<void> {
  rmSync(process.env.PERIMETER_SHARED as string, { recursive: true, force: true });
}
