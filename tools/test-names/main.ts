import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { listTests } from "./list-tests";
import { missingNames } from "./test-names";

const help = `Usage: npm run --silent test:names -- [PATH ...] [--before FILE]

Prints the name of each test that a run would play, one a line, without playing them. Paths choose test files, as for jest.

  --before FILE  compares with names that were printed before, and prints those that are gone or new

Example: npm run --silent test:names > before.txt, change the tests, npm run --silent test:names -- --before before.txt

Exit codes: 0 no test is gone, 1 a test is gone, 2 could not run.
`;

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { before: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const names = listTests(positionals);
  if (values.before === undefined) {
    process.stdout.write(names.map((name) => `${name}\n`).join(""));
    return 0;
  }
  const before = readFileSync(values.before, "utf8").split("\n").filter(Boolean);
  const gone = missingNames(before, names);
  const added = missingNames(names, before);
  process.stdout.write([...gone.map((name) => `- ${name}\n`), ...added.map((name) => `+ ${name}\n`)].join(""));
  process.stdout.write(
    `${before.length} tests before, ${names.length} now: ${gone.length} gone, ${added.length} new\n`,
  );
  return gone.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`test-names: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
