/**
 * Tells the faults of envs/ after the compiler has refused the sources: one environment's type error must not hide what is
 * wrong in another. Nothing is synthesized.
 */
function readEnvironmentIssues(): readonly string[] {
  try {
    const { environments } = require("../envs") as typeof import("../envs");
    const { environmentIssues } =
      require("../envs/validation/parse-environments") as typeof import("../envs/validation/parse-environments");
    return environmentIssues(environments, new Date());
  } catch {
    // What does not even load, the compiler has told.
    return [];
  }
}

process.stderr.write(
  readEnvironmentIssues()
    .map((fault) => `${fault}\n`)
    .join(""),
);
process.exitCode = 2;
