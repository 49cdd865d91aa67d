import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { exportedFolders } from "../package/manifest";
import { apiReport } from "./api-report";

const HELP = `Usage: npm run api-report [-- --check]

Writes docs/api-report.md: every public declaration of the npm package, without comments.

  --check  write nothing, and fail when the file is out of date

Example: npm run api-report && git diff docs/api-report.md
`;

/** The committed report. */
const REPORT = join("docs", "api-report.md");

function main(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: { check: { type: "boolean", default: false }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "api-report-"));
  try {
    const compiler = join("node_modules", "typescript", "bin", "tsc");
    const compile = [compiler, "-p", join("tools", "package", "tsconfig.json"), "--outDir", folder];
    if (spawnSync(process.execPath, compile, { stdio: "inherit" }).status !== 0) {
      return 2;
    }
    const report = apiReport(folder, exportedFolders);
    if (!values.check) {
      writeFileSync(REPORT, report);
      return 0;
    }
    if (readFileSync(REPORT, "utf8") === report) {
      return 0;
    }
    process.stderr.write(
      `${REPORT}: out of date: the public surface changed; run npm run api-report, and say what changed in CHANGELOG.md\n`,
    );
    return 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main(process.argv.slice(2));
