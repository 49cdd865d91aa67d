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
      file.startsWith("envs/") && isToldByIssue(error, readSource(file), Number(line), Number(column), issues)
        ? ""
        : error,
    )
    .replaceAll(/\n{2,}/g, "\n")
    .replace(/^\n/, "");
}

function isToldByIssue(error, source, line, column, issues) {
  const names = [...source.matchAll(/\bname:\s*"([^"]+)"/g)].map(([, name]) => name);
  const told = new Set(
    issues.flatMap((issue) => {
      const [environment, path = ""] = issue.split(": ");
      return names.includes(environment) ? path.split(/[.[\]]+/) : [];
    }),
  );
  const missing = missingFields(error);
  return missing.length > 0
    ? missing.every((field) => told.has(field))
    : fieldsAt(source, line, column).some((field) => told.has(field));
}

/** The fields that an object lacks. The compiler places the error at the object. */
function missingFields(error) {
  const [, one] = /Property '([\w-]+)' is missing in type/.exec(error) ?? [];
  const [, several = ""] = /missing the following properties from type [^\n]*: ([\w, -]+)/.exec(error) ?? [];
  const listed = several.split(", ").filter((field) => /^[\w-]+$/.test(field));
  return one === undefined ? listed : [one];
}

/** The field that is written at a place, and the field whose list has an entry there. */
function fieldsAt(source, line, column) {
  const lines = source.split("\n");
  const [, field] = /^["']?([\w-]+)/.exec((lines[line - 1] ?? "").slice(column - 1)) ?? [];
  const before = [...lines.slice(0, line - 1), (lines[line - 1] ?? "").slice(0, column - 1)].join("\n");
  const [, list] = /([\w-]+)["']?:\s*\[[^[\]{}]*$/.exec(before) ?? [];
  return [field, list].filter((name) => name !== undefined);
}

module.exports = { typeErrorsWithoutIssues };
