/** An error of the compiler with its continuation lines: `envs/dev.ts(9,3): error TS2322: ...`. */
const ERROR = /^(\S[^(\n]*)\((\d+),(\d+)\): error .*(?:\n[ \t].*)*/gm;

/**
 * The output of the compiler without the errors that validation tells as well, and in better words: those at a field of an environment
 * that has an issue.
 *
 * @param {string} output of the compiler, without colors
 * @param {readonly string[]} issues of environments: `dev: studio.users: must be ...`
 * @param {(file: string) => string} readSource the text of a source file
 */
function typeErrorsWithoutIssues(output, issues, readSource) {
  return output
    .replaceAll(ERROR, (error, file, line, column) =>
      file.startsWith("envs/") && isToldByIssue(readSource(file), Number(line), Number(column), issues) ? "" : error,
    )
    .replaceAll(/\n{2,}/g, "\n")
    .replace(/^\n/, "");
}

function isToldByIssue(source, line, column, issues) {
  const [, field] = /^["']?([\w-]+)/.exec((source.split("\n")[line - 1] ?? "").slice(column - 1)) ?? [];
  const names = [...source.matchAll(/\bname:\s*"([^"]+)"/g)].map(([, name]) => name);
  return issues.some((issue) => {
    const [environment, path = ""] = issue.split(": ");
    return names.includes(environment) && field !== undefined && path.split(/[.[\]]+/).includes(field);
  });
}

module.exports = { typeErrorsWithoutIssues };
