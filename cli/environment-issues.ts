/**
 * Reports the issues of envs/ after a failed compilation, so that a type error in one environment does not hide the issues of
 * another. Nothing is synthesized.
 */
function readEnvironmentIssues(): readonly string[] {
  try {
    const { environments } = require("../envs") as typeof import("../envs");
    const { environmentIssues } =
      require("../envs/validation/parse-environments") as typeof import("../envs/validation/parse-environments");
    return environmentIssues(environments, new Date());
  } catch {
    // The compiler already reported why a file does not load.
    return [];
  }
}

process.stderr.write(
  readEnvironmentIssues()
    .map((fault) => `${fault}\n`)
    .join(""),
);
process.exitCode = 2;
