import { join } from "node:path";
import { listTests } from "../../tools/test-names/list-tests";
import { missingNames, testNames } from "../../tools/test-names/test-names";

const folder = join("/", "project", "__tests__");

function reportOf(
  ...tests: readonly (readonly [file: string, fullName: string, status?: string, wouldRun?: boolean])[]
) {
  return {
    testResults: tests.map(([file, fullName, status = "passed", wouldRun]) => ({
      name: join(folder, file),
      assertionResults: [{ fullName, status, ...(wouldRun === undefined ? {} : { wouldRun }) }],
    })),
  };
}

test("the tests of a run are named by file and full name, in order, one a line", () => {
  const report = reportOf(["ip/cidr.test.ts", "a range\ncontains its ends"], ["docs/a.test.ts", "a page is there"]);

  expect(testNames(report, folder)).toEqual([
    "docs/a.test.ts › a page is there",
    "ip/cidr.test.ts › a range contains its ends",
  ]);
});

test("a test that is skipped, in a run or in a list of tests, counts as not there", () => {
  const report = reportOf(["a.test.ts", "one", "pending"], ["a.test.ts", "two", "passed", false]);

  expect(testNames(report, folder)).toEqual([]);
});

test("a test that was there twice and is there once is gone", () => {
  expect(missingNames(["one", "one", "two"], ["one", "two", "three"])).toEqual(["one"]);
  expect(missingNames(["one", "two", "three"], ["one", "one", "two"])).toEqual(["three"]);
  expect(missingNames(["one"], ["one"])).toEqual([]);
});

test("the tests of a file that shares what it makes with other files are listed without a run", () => {
  const { PERIMETER_SHARED: shared } = process.env;
  delete process.env.PERIMETER_SHARED;
  try {
    expect(listTests(["__tests__/docs/sdk-calls.test.ts"])).not.toEqual([]);
  } finally {
    process.env.PERIMETER_SHARED = shared;
  }
});
