import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isAccepted } from "./accepted-findings";
import { checkProse } from "./check-prose";
import { undocumentedExports } from "./undocumented-exports";

const help = `Usage: npm run prose -- [PATH ...] [--json]

Checks what people read, in documents, comments and texts of sources: words that the style guide rules out, British
spelling, markers of an unfinished merge, and exports without a doc comment. Reads every file that git tracks, or those below the paths that are named.

Example: npm run prose -- docs README.md

Exit codes: 0 nothing found, 1 something found, 2 could not run.
`;

/** Data and texts of others: rules and their tests, generated or recorded files, the license. */
const LEFT_OUT = /^(?:tools\/prose\/|__tests__\/tools\/prose\/|__tests__\/sources\/terraform\/|LICENSE)|\.snap$/;

/** Sources of the program. Helpers of tests are documented where their names do not say enough. */
const NEEDS_DOC_COMMENTS = /^(?!__tests__\/).*\.ts$/;

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const tracked = execFileSync("git", ["ls-files", "-z", "--", ...positionals], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const files = tracked.split("\0").filter((path) => /\.(?:md|ts|mjs|cjs|js)$/.test(path) && !LEFT_OUT.test(path));
  const findings = files.flatMap((path) => {
    const text = readFileSync(path, "utf8");
    const exported = NEEDS_DOC_COMMENTS.test(path) ? undocumentedExports(path, text) : [];
    return [...checkProse(path, text), ...exported].filter((found) => !isAccepted(found));
  });
  const lines = findings.map(
    ({ path, line, column, word, advice }) => `${path}:${line}:${column}: ${word}; ${advice}\n`,
  );
  const summary = `${files.length} files, ${findings.length} findings\n`;
  process.stdout.write(values.json === true ? `${JSON.stringify(findings, null, 2)}\n` : `${lines.join("")}${summary}`);
  return findings.length === 0 ? 0 : 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`prose: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
