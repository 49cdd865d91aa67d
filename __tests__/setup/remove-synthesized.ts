import { rmSync } from "node:fs";

/** Runs once after all test files. */
export default async function removeSynthesized(): Promise<void> {
  rmSync(process.env.PERIMETER_SYNTHESIZED as string, { recursive: true, force: true });
}
