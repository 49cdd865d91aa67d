import type { z } from "zod";
import { suggestFix } from "../../schema/fields";
import { fieldPath, formatValue, type ValidationIssue } from "./validation-issue";

type ZodIssue = z.core.$ZodIssue;

interface IssueText {
  readonly problem: string;
  /** What to do, where the field's own schema does not say. */
  readonly fix: string;
}

/** Zod's names of types, in words. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Zod's issue codes, as far as the schema raises them, in words. */
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
  unrecognized_keys: () => ({ problem: "is no field", fix: "remove it" }),
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

/** Where an issue is and what stands there: an unknown key is a place each, and a refused key stands for itself. */
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

/** An issue in the words of this project; the schema's own advice has a line for each place. */
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

/** Every fault of single fields: types, formats, ranges, names of fields. */
export function schemaIssues(environment: unknown, issues: readonly ZodIssue[]): readonly ValidationIssue[] {
  return issues.flatMap((issue) => toValidationIssues(issue, environment));
}
