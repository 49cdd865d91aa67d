import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testNames } from "./test-names";

/** What jest says when it can load no test file: a page for each of them. */
const maxOutputBytes = 64 * 1024 * 1024;

/**
 * The names of the tests of this project, as {@link testNames} gives them, without playing one.
 *
 * @param paths choose test files, as for jest; none of them means all
 * @throws an error when jest cannot load a test file
 */
export function listTests(paths: readonly string[]): readonly string[] {
  const jest = join(require.resolve("jest/package.json"), "..", "bin", "jest.js");
  // A list of tests does without jest's global setup, which makes the folder that test files share.
  const shared = mkdtempSync(join(tmpdir(), "studio-perimeter-test-names-"));
  try {
    // A file, because what test files load may print on the standard output.
    const list = join(shared, "list.json");
    execFileSync(process.execPath, [jest, "--collectTests", "--json", "--outputFile", list, ...paths], {
      env: { ...process.env, PERIMETER_SHARED: shared },
      maxBuffer: maxOutputBytes,
      stdio: ["ignore", "ignore", "pipe"],
    });
    return testNames(JSON.parse(readFileSync(list, "utf8")), join(process.cwd(), "__tests__"));
  } finally {
    rmSync(shared, { recursive: true, force: true });
  }
}
