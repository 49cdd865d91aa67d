import { relative } from "node:path";

/** What `jest --json` says of a run, and of tests that `--collectTests` lists without playing them, as far as it is read here. */
export interface JestReport {
  readonly testResults: readonly {
    /** Absolute path of the test file. */
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** Only in a list of tests. */
      readonly wouldRun?: boolean;
    }[];
  }[];
}

/** The tests that are played, one a line: `ip/cidr.test.ts › a range contains its ends`. Sorted; equal names stand as often as they are. */
export function testNames({ testResults }: JestReport, folder: string): readonly string[] {
  return testResults
    .flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status, wouldRun }) => status !== "pending" && wouldRun !== false)
        .map(({ fullName }) => `${relative(folder, name)} › ${fullName.replaceAll("\n", " ")}`),
    )
    .sort();
}

/** The names that are in one list more often than in the other. */
export function missingNames(names: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const name of others) {
    left.set(name, (left.get(name) ?? 0) + 1);
  }
  return names.filter((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
}
