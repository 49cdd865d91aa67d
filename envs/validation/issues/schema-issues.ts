import { z } from "zod";
import { suggestFix } from "../../schema/suggest-fix";
import { fieldPath, formatValue, type ValidationIssue } from "./validation-issue";

type ZodIssue = z.core.$ZodIssue;

interface IssueText {
  readonly problem: string;
  /** What to do, if the schema of the field has no advice. */
  readonly fix: string;
}

/** Words for Zod's type names. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Words for the Zod issue codes that the schema raises. */
const ISSUE_TEXTS: {
  readonly [Code in ZodIssue["code"]]?: (issue: Extract<ZodIssue, { code: Code }>, got: unknown) => IssueText;
} = {
  invalid_type: ({ expected }) => ({ problem: `is not ${TYPE_NAMES[expected]}`, fix: `use ${TYPE_NAMES[expected]}` }),
  invalid_value: ({ values }, got) => ({ problem: "is not allowed", fix: suggestFix(got, values) }),
  invalid_union: (issue, got) => ({
    problem: "is not allowed",
    fix: suggestFix(got, ("options" in issue && issue.options) || []),
  }),
  invalid_format: ({ format }) => ({ problem: `is not ${format}`, fix: "correct it" }),
  invalid_key: ({ issues }) => ({ problem: "is not allowed as a key", fix: issues[0]?.message || "rename it" }),
  unrecognized_keys: () => ({ problem: "is not a field", fix: "remove it" }),
  too_small: ({ origin, minimum }) =>
    origin === "array"
      ? { problem: minimum === 1 ? "is empty" : `has fewer than ${minimum} entries`, fix: `list ${minimum} or more` }
      : { problem: `is below ${minimum}`, fix: `use ${minimum} or more` },
  too_big: ({ origin, maximum }) =>
    origin === "array"
      ? { problem: `has more than ${maximum} entries`, fix: `list ${maximum} or fewer` }
      : { problem: `is above ${maximum}`, fix: `use ${maximum} or less` },
};

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

/** The paths and values of an issue: each unknown key has a path, and an invalid key is its own value. */
function issueLocations(
  issue: ZodIssue,
  environment: unknown,
): readonly { readonly path: readonly PropertyKey[]; got: unknown }[] {
  if (issue.code === "invalid_key") {
    return [{ path: issue.path, got: issue.path.at(-1) }];
  }
  const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ path, got: valueAt(environment, path) }));
}

/** A Zod issue in the form of this project. The schema's own advice has one line per path. */
function toValidationIssues(issue: ZodIssue, environment: unknown): readonly ValidationIssue[] {
  const words = ISSUE_TEXTS[issue.code] as ((issue: ZodIssue, got: unknown) => IssueText) | undefined;
  const advised = issue.message.split("\n");
  return issueLocations(issue, environment).map(({ path, got }, index) => {
    const { problem, fix } = words?.(issue, got) ?? { problem: "is not allowed", fix: "correct it" };
    const missing = got === undefined && issue.code !== "unrecognized_keys";
    return {
      field: fieldPath(path),
      problem: missing ? "is missing" : problem,
      got: formatValue(got),
      fix: advised[index] || fix,
    };
  });
}

/**
 * For parsing a schema: the advice about issues for which the schema and {@link ISSUE_TEXTS} have none. A text in place of an object with
 * kinds is mostly the kind alone.
 */
export const issueAdvice: z.core.$ZodErrorMap = ({ code, input, inst }) => {
  if (code !== "invalid_type" || typeof input !== "string" || !(inst instanceof z.ZodDiscriminatedUnion)) {
    return "";
  }
  const { discriminator } = inst.def;
  const kinds = [...(inst._zod.propValues?.[discriminator] ?? [])];
  return kinds.includes(input)
    ? `write { ${discriminator}: ${JSON.stringify(input)} }`
    : `write an object with one of these as its ${discriminator}: ${kinds.join(", ")}`;
};

/** Issues of single fields: types, formats, ranges, unknown fields. */
export function schemaIssues(environment: unknown, issues: readonly ZodIssue[]): readonly ValidationIssue[] {
  return issues.flatMap((issue) => toValidationIssues(issue, environment));
}
